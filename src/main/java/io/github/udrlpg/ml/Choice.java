package io.github.udrlpg.ml;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.Param;

/** Values of parameters that name one of a few constants, as the keys of a configuration do. */
final class Choice {
  private Choice() {}

  /** Returns what a parameter calls a constant. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the constant that a parameter names.
   *
   * @throws InvalidInputException if there is none of that name
   */
  static <E extends Enum<E>> E of(Param<String> param, String name, Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> name(constant).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Text.format(
                        "%s: must be one of %s, found '%s'",
                        param.name(), constants.stream().map(Choice::name).toList(), name)));
  }
}
