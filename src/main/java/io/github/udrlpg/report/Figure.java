package io.github.udrlpg.report;

import io.github.udrlpg.text.Text;
import java.util.Base64;
import java.util.function.Function;

/**
 * One picture of the page in every style, of which a browser takes the one that fits the screen and
 * its colours.
 *
 * @param alternative what the picture says, for who cannot see it; plain text
 * @param caption what to look for; plain text
 * @param draw gives the PNG in a style
 */
record Figure(String alternative, String caption, Function<ChartStyle, byte[]> draw) {
  private static final String NARROW = "(max-width: 600px)";
  private static final String DARK = "(prefers-color-scheme: dark)";

  /** Returns the element, or a sentence where it cannot be drawn. */
  String html() {
    try {
      return Text.format(
          """
          <figure>
          <picture>
          %s%s%s<img src="%s" width="%s" height="%s" alt="%s">
          </picture>
          <figcaption>%s</figcaption>
          </figure>
          """,
          source(NARROW + " and " + DARK, ChartStyle.NARROW_DARK),
          source(NARROW, ChartStyle.NARROW_LIGHT),
          source(DARK, ChartStyle.WIDE_DARK),
          dataAddress(ChartStyle.WIDE_LIGHT),
          ChartStyle.WIDE_LIGHT.width(),
          ChartStyle.WIDE_LIGHT.height(),
          Html.escape(alternative),
          Html.escape(caption));
    } catch (RuntimeException | LinkageError | InternalError e) {
      // A report without pictures is better than a run that fails after its last step.
      return Page.note(
          Text.format(
              "This Java could not draw the picture: %s. %s",
              Html.escape(Charts.reason(e)), Html.escape(alternative)));
    }
  }

  private String source(String media, ChartStyle style) {
    return Text.format(
        "<source media=\"%s\" srcset=\"%s\" width=\"%s\" height=\"%s\">\n",
        media, dataAddress(style), style.width(), style.height());
  }

  private String dataAddress(ChartStyle style) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(draw.apply(style));
  }
}
