package io.github.udrlpg.text;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/**
 * Text of numbers and names, the same on every machine. {@link String#formatted} writes the digits
 * of the machine's language, which no program reads back: a run's files would have other names.
 */
public final class Text {
  private Text() {}

  /** Returns the text, with the digits 0 to 9 and a decimal point under every locale. */
  @FormatMethod
  public static String format(@FormatString String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /**
   * Makes this process format like every other one, for libraries that follow the machine's
   * language: Hadoop's S3 client asks for ranges of bytes in its digits, which no server reads.
   */
  public static void formatAsEverywhere() {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
  }

  /** Returns a number, or a dash where there is none. */
  @FormatMethod
  public static String orDash(@FormatString String format, double value) {
    return Double.isFinite(value) ? format(format, value) : "–";
  }
}
