package io.github.udrlpg.report;

import io.github.udrlpg.text.Text;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The range of an axis and the text of its ticks. Whatever it is made of, its ends are finite, the
 * first below the second, and so far apart that ticks between them are different numbers: a
 * distance between ticks that rounding swallows is one that a drawing program goes on adding for
 * ever.
 *
 * @param min the lower end
 * @param max the upper end
 */
record Axis(double min, double max) {
  private static final double MARGIN = 0.05;

  /** How much of the larger end a range spans at least. */
  private static final double NARROWEST = 1e-9;

  /** Ranges are no smaller than this, and ends no larger than its inverse. */
  private static final double SMALLEST = 1e-290;

  /** From here on a number has more zeros than a reader counts. */
  private static final double LARGE = 1e12;

  private static final double SMALL = 1e-3;

  /** What is this small beside a range is 0 but for rounding. */
  private static final double NOTHING = 1e-9;

  /** Powers of ten that a logarithmic axis shows at most. */
  private static final double MOST_DECADES = 30;

  /** Makes a range of what may be none. */
  Axis {
    double low = within(min);
    double high = within(max);
    double least = Math.max(NARROWEST * Math.max(Math.abs(low), Math.abs(high)), SMALLEST);
    if (!(high - low >= least)) {
      double middle = low / 2 + high / 2;
      double half = middle == 0 ? 1 : Math.max(MARGIN * Math.abs(middle), least);
      low = middle - half;
      high = middle + half;
    }
    min = low;
    max = high;
  }

  private static double within(double end) {
    return Double.isNaN(end) ? 0 : Math.max(-1 / SMALLEST, Math.min(1 / SMALLEST, end));
  }

  /** Returns a range that holds every finite value, with a margin at both ends. */
  static Axis around(DoubleStream values) {
    double[] finite = values.filter(Double::isFinite).map(Axis::within).toArray();
    double min = DoubleStream.of(finite).min().orElse(0);
    double max = DoubleStream.of(finite).max().orElse(1);
    double margin =
        max - min >= SMALLEST ? MARGIN * (max - min) : Math.max(1, MARGIN * Math.abs(max));
    return new Axis(min - margin, max + margin);
  }

  /**
   * Returns a range of positive values for a logarithmic axis; the lowest are left out where they
   * are more than thirty powers of ten below the highest.
   */
  static Axis logarithmic(double lowest, double highest) {
    double top = Math.min(1 / SMALLEST, Math.max(highest, SMALLEST * Math.pow(10, MOST_DECADES)));
    return new Axis(Math.max(lowest, top / Math.pow(10, MOST_DECADES)), top);
  }

  /** Returns the distance between the ends. */
  double width() {
    return max - min;
  }

  /** Returns the larger of the ends' distances from 0. */
  double size() {
    return Math.max(Math.abs(min), Math.abs(max));
  }

  /** Returns a short text for a tick of this axis, which tells it from the others. */
  String label(double value) {
    if (Math.abs(value) < NOTHING * width()) {
      return "0";
    }
    int digits = 2 + (int) Math.max(0, Math.ceil(Math.log10(size() / width())));
    if (size() >= LARGE || size() < SMALL) {
      return scientific(value, digits);
    }
    return digits > 4
        ? trimmed(String.format(Locale.ROOT, "%." + decimals() + "f", value))
        : tick(value);
  }

  /** Returns how many digits after the point tell a hundredth of the range. */
  private int decimals() {
    return (int) Math.max(0, 2 - Math.floor(Math.log10(width())));
  }

  /** Returns a short text for a tick: {@code 250}, {@code 1.5k}, {@code 3M}. */
  static String tick(double value) {
    double size = Math.abs(value);
    if (size >= LARGE) {
      return plain(value);
    } else if (size >= 1e9) {
      return plain(value / 1e9) + "G";
    } else if (size >= 1e6) {
      return plain(value / 1e6) + "M";
    } else if (size >= 10_000) {
      return plain(value / 1e3) + "k";
    }
    return plain(value);
  }

  /** Returns a number for people, with at most four digits after the point. */
  static String plain(double value) {
    if (Math.abs(value) >= LARGE) {
      return scientific(value, 3);
    }
    return trimmed(Text.format("%.4f", value));
  }

  /** Returns a number by its power of ten, as {@code 1.5e48}. */
  private static String scientific(double value, int digits) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    String text = String.format(Locale.ROOT, "%." + digits + "e", value);
    int exponent = text.indexOf('e');
    return trimmed(text.substring(0, exponent))
        + "e"
        + Integer.toString(Integer.parseInt(text.substring(exponent + 1))).replace('-', '\u2212');
  }

  private static String trimmed(String text) {
    String trimmed = text.indexOf('.') < 0 ? text : text.replaceFirst("\\.?0+$", "");
    // U+2212: a hyphen would stand lower and shorter than the digits.
    return trimmed.equals("-0") ? "0" : trimmed.replace('-', '\u2212');
  }
}
