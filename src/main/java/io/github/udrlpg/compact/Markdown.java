package io.github.udrlpg.compact;

import io.github.udrlpg.text.Text;
import java.util.List;

/** Text that stays text inside Markdown. */
final class Markdown {
  private static final String SPECIAL = "\\`*_[]<>|~&";

  private Markdown() {}

  /** Returns {@code text} so that it reads the same in a line or in the cell of a table. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        escaped.append(' ');
      } else {
        escaped.append(SPECIAL.indexOf(c) < 0 ? "" : "\\").append(c);
      }
    }
    return escaped.toString();
  }

  /** Returns a row of a table; the cells stand as they are. */
  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** Returns the first two rows of a table. */
  static String header(String... names) {
    List<String> cells = List.of(names);
    return row(cells) + row(cells.stream().map(cell -> "---").toList());
  }

  /** Returns a block of code, however many backticks are in it. */
  static String code(String language, String text) {
    StringBuilder fence = new StringBuilder("```");
    while (text.contains(fence)) {
      fence.append('`');
    }
    return Text.format("%s%s\n%s\n%s\n", fence, language, text.stripTrailing(), fence);
  }

  /** Returns a whole number with its digits in groups. */
  static String number(long value) {
    return Text.format("%,d", value);
  }
}
