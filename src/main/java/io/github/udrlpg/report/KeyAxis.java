package io.github.udrlpg.report;

import io.github.udrlpg.text.Text;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * What trials of a sweep have of one key.
 *
 * @param name the key
 * @param scale how its values stand beside one another
 * @param labels the values of a key without numbers, in order; empty for numbers
 * @param values for each trial its number, or the place of its value in {@code labels}
 */
public record KeyAxis(String name, Scale scale, List<String> labels, List<Double> values) {

  /** How values stand beside one another. */
  public enum Scale {
    /** By their differences. */
    LINEAR,
    /** By their ratios. */
    LOGARITHMIC,
    /** By their places in a list. */
    LISTED
  }

  /** Copies the lists. */
  public KeyAxis {
    labels = List.copyOf(labels);
    values = List.copyOf(values);
  }

  /** Returns whether the key has numbers. */
  public boolean isNumeric() {
    return scale != Scale.LISTED;
  }

  /** Returns where a value stands, in a unit of the axis' own. */
  double position(double value) {
    return scale == Scale.LOGARITHMIC ? Math.log10(value) : value;
  }

  /** Returns the text of a place on the axis. */
  String text(double position) {
    return switch (scale) {
      case LINEAR -> number(position);
      case LOGARITHMIC -> number(rounded(Math.pow(10, position)));
      case LISTED -> labels.get((int) Math.round(position));
    };
  }

  /** Ticks of a logarithm are seldom round; an integer stays what it is. */
  private static double rounded(double value) {
    return Math.abs(value - Math.rint(value)) < 1e-9 * value
        ? Math.rint(value)
        : BigDecimal.valueOf(value).round(new MathContext(3)).doubleValue();
  }

  /** Two digits, however small the number: learning rates are. */
  private static String number(double value) {
    if (value != 0 && Math.abs(value) < 1e-3) {
      return Text.format("%.1e", value).replace("e-0", "e-").replace('-', '\u2212');
    }
    return Math.abs(value) < 1 ? Axis.plain(Math.round(value * 1e4) / 1e4) : Axis.tick(value);
  }
}
