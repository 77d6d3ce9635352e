package io.github.udrlpg.report;

import io.github.udrlpg.text.Text;
import java.util.stream.DoubleStream;

/** The range of an axis and the text of its ticks. */
record Axis(double min, double max) {
  private static final double MARGIN = 0.05;

  /** Returns a range that holds every finite value, with a margin at both ends. */
  static Axis around(DoubleStream values) {
    double[] finite = values.filter(Double::isFinite).toArray();
    double min = DoubleStream.of(finite).min().orElse(0);
    double max = DoubleStream.of(finite).max().orElse(1);
    double margin = min < max ? MARGIN * (max - min) : Math.max(1, MARGIN * Math.abs(max));
    return new Axis(min - margin, max + margin);
  }

  /** Returns a short text for a tick: {@code 250}, {@code 1.5k}, {@code 3M}. */
  static String tick(double value) {
    double size = Math.abs(value);
    if (size >= 1e9) {
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
    String text = Text.format("%.4f", value);
    String trimmed = text.replaceFirst("\\.?0+$", "");
    // U+2212: a hyphen would stand lower and shorter than the digits.
    return trimmed.equals("-0") ? "0" : trimmed.replace('-', '\u2212');
  }
}
