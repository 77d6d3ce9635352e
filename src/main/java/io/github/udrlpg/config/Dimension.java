package io.github.udrlpg.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** A key that a sweep varies, and over what. */
public sealed interface Dimension {
  /** Returns the full name of the key. */
  String key();

  /**
   * Returns a value of the key, as HOCON.
   *
   * @param share where it stands, from 0, the least, to below 1
   */
  String valueAt(double share);

  /** A dimension of values that are listed. */
  sealed interface Listed extends Dimension {
    /** Returns the values as HOCON, in the order they were written. */
    List<String> values();

    @Override
    default String valueAt(double share) {
      return values().get((int) (share * values().size()));
    }
  }

  /** A dimension of numbers, of which some are drawn. */
  sealed interface Drawn extends Dimension {
    /** Returns the least value. */
    double lower();

    /** Returns the highest value. */
    double upper();
  }

  /** A dimension whose steps are factors. */
  sealed interface Logarithmic extends Drawn {}

  /**
   * Numbers that are listed, in their order: the values of MLlib's {@code addGrid}.
   *
   * @param key the key
   * @param values the numbers
   */
  record Grid(String key, List<String> values) implements Listed {
    /** Copies the list. */
    public Grid {
      values = List.copyOf(values);
    }
  }

  /**
   * Values of any kind without an order.
   *
   * @param key the key
   * @param values the values
   */
  record Choice(String key, List<String> values) implements Listed {
    /** Copies the list. */
    public Choice {
      values = List.copyOf(values);
    }
  }

  /**
   * Numbers, each as likely as any other.
   *
   * @param key the key
   * @param lower the least
   * @param upper the highest
   */
  record Uniform(String key, double lower, double upper) implements Drawn {
    @Override
    public String valueAt(double share) {
      return rounded(lower + share * (upper - lower), lower, upper);
    }
  }

  /**
   * Numbers whose logarithms are each as likely as any other.
   *
   * @param key the key
   * @param lower the least, above 0
   * @param upper the highest
   */
  record LogUniform(String key, double lower, double upper) implements Logarithmic {
    @Override
    public String valueAt(double share) {
      return rounded(lower * Math.pow(upper / lower, share), lower, upper);
    }
  }

  /**
   * Integers, each as likely as any other.
   *
   * @param key the key
   * @param lower the least
   * @param upper the highest
   */
  record Integers(String key, double lower, double upper) implements Drawn {
    @Override
    public String valueAt(double share) {
      return Long.toString((long) Math.floor(lower + share * (upper - lower + 1)));
    }
  }

  /**
   * Integers, each twice as likely as the one of twice its size.
   *
   * @param key the key
   * @param lower the least, above 0
   * @param upper the highest
   */
  record LogIntegers(String key, double lower, double upper) implements Logarithmic {
    @Override
    public String valueAt(double share) {
      return Long.toString((long) Math.floor(lower * Math.pow((upper + 1) / lower, share)));
    }
  }

  /** Four digits are more than a setting is ever known by, and people can read them. */
  private static String rounded(double value, double lower, double upper) {
    double short4 = BigDecimal.valueOf(value).round(new MathContext(4)).doubleValue();
    return Double.toString(Math.min(upper, Math.max(lower, short4)));
  }
}
