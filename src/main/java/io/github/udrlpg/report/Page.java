package io.github.udrlpg.report;

import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The skeleton that all pages share: one file of HTML that needs no network and no scripts. */
final class Page {
  private Page() {}

  /**
   * Returns a page.
   *
   * @param title plain text
   * @param body sections, as HTML
   */
  static String of(String title, String body) {
    return Text.format(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        <h1>%s</h1>
        %s</main>
        </body>
        </html>
        """,
        Html.escape(title), styleSheet(), Html.escape(title), body);
  }

  /** Returns a section of HTML under a heading. */
  static String section(String heading, String body) {
    return "<section>\n<h2>" + heading + "</h2>\n" + body + "</section>\n";
  }

  /** Returns a paragraph in the voice of a footnote. */
  static String note(String sentence) {
    return "<p class=\"note\">" + sentence + "</p>\n";
  }

  /** Returns what whoever reads the page must know first; nothing where that is nothing. */
  static String warnings(List<String> warnings) {
    if (warnings.isEmpty()) {
      return "";
    }
    return "<section class=\"warnings\">\n<h2>Read this first</h2>\n<ul>\n"
        + warnings.stream()
            .map(warning -> "<li>" + Html.escape(warning) + "</li>\n")
            .collect(Collectors.joining())
        + "</ul>\n</section>\n";
  }

  /** Returns a text, folded until it is asked for. */
  static String folded(String title, String text) {
    return Text.format(
        "<section>\n<details>\n<summary>%s</summary>\n<pre>%s</pre>\n</details>\n</section>\n",
        Html.escape(title), Html.escape(text));
  }

  private static String styleSheet() {
    try (InputStream stream = Page.class.getResourceAsStream("report.css")) {
      if (stream == null) {
        throw new IllegalStateException(
            "Resource io/github/udrlpg/report/report.css is missing from the jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read report.css from the jar", e);
    }
  }
}
