package io.github.udrlpg.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.github.udrlpg.text.NearestName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Reads the values of one group of keys in their types. A value of a wrong type is a problem and
 * reads as its default, so that one pass finds every problem.
 *
 * <p>Numbers are read from numbers and from text, because a substitution by an environment variable
 * is text; an integer may be written {@code 3e6}.
 */
final class GroupReader {
  private final String group;
  private final ConfigObject values;
  private final ConfigObject defaults;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Object> canonical = new LinkedHashMap<>();

  /**
   * Creates a reader.
   *
   * @param values the keys of the group, complete
   * @param defaults the same keys in the reference configuration
   */
  GroupReader(String group, ConfigObject values, ConfigObject defaults) {
    this.group = group;
    this.values = values;
    this.defaults = defaults;
  }

  /** Returns what was wrong with the values read so far. */
  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** Returns the values read so far by key, equal however the user had written them. */
  Map<String, Object> canonical() {
    return canonical;
  }

  int integer(String key) {
    return read(key, "must be an integer up to " + Integer.MAX_VALUE, GroupReader::asInteger);
  }

  long longInteger(String key) {
    return read(key, "must be a 64-bit integer", GroupReader::asLong);
  }

  double number(String key) {
    return read(key, "must be a finite number", GroupReader::asNumber);
  }

  String text(String key) {
    return read(key, "must be text", GroupReader::asText);
  }

  boolean flag(String key) {
    return read(key, "must be true or false", GroupReader::asFlag);
  }

  List<Integer> integers(String key) {
    return read(
        key, "must be a list of integers, in brackets", raw -> asList(raw, GroupReader::asInteger));
  }

  List<Double> numbers(String key) {
    return read(
        key, "must be a list of numbers, in brackets", raw -> asList(raw, GroupReader::asNumber));
  }

  /** Reads an integer, or nothing where {@code word} stands in its place. */
  OptionalInt integerOr(String word, String key) {
    Object value =
        read(
            key,
            "must be an integer or " + word,
            raw -> word.equals(raw) ? Optional.of(raw) : asInteger(raw).map(Object.class::cast));
    return value instanceof Integer number ? OptionalInt.of(number) : OptionalInt.empty();
  }

  /** Reads a number, or nothing where {@code word} stands in its place. */
  OptionalDouble numberOr(String word, String key) {
    Object value =
        read(
            key,
            "must be a number or " + word,
            raw -> word.equals(raw) ? Optional.of(raw) : asNumber(raw).map(Object.class::cast));
    return value instanceof Double number ? OptionalDouble.of(number) : OptionalDouble.empty();
  }

  /** Reads one of the constants of {@code type}, written in lower case with dashes. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    List<String> words = Arrays.stream(type.getEnumConstants()).map(GroupReader::word).toList();
    String last = words.get(words.size() - 1);
    String rule =
        "must be " + String.join(", ", words.subList(0, words.size() - 1)) + " or " + last;
    String word = read(key, rule, raw -> asText(raw).filter(words::contains), words);
    return type.getEnumConstants()[words.indexOf(word)];
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private <T> T read(String key, String rule, Function<Object, Optional<T>> parse) {
    return read(key, rule, parse, List.of());
  }

  private <T> T read(
      String key, String rule, Function<Object, Optional<T>> parse, List<String> words) {
    if (!defaults.containsKey(key)) {
      throw new IllegalStateException(
          "Configuration key " + group + "." + key + " has no default in reference.conf");
    }
    ConfigValue written = values.get(key);
    Optional<T> value = parse.apply(written.unwrapped());
    if (value.isEmpty()) {
      String hint =
          asText(written.unwrapped()).map(text -> NearestName.hint(text, words)).orElse("");
      problems.add(
          new Problem(
              List.of(group + "." + key),
              rule + ", found " + show(written) + (hint.isEmpty() ? "" : "." + hint)));
      value = parse.apply(defaults.get(key).unwrapped());
    }
    T result = value.orElseThrow();
    canonical.put(key, result);
    return result;
  }

  static String show(ConfigValue value) {
    return value.valueType() == ConfigValueType.OBJECT
        ? "a group of keys"
        : value.render(ConfigRenderOptions.concise());
  }

  private static Optional<String> asText(Object raw) {
    return raw instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static Optional<Boolean> asFlag(Object raw) {
    return switch (raw == null ? "" : raw.toString()) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Double> asNumber(Object raw) {
    return asDecimal(raw).map(BigDecimal::doubleValue);
  }

  private static Optional<Long> asLong(Object raw) {
    try {
      return asDecimal(raw).map(BigDecimal::longValueExact);
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> asInteger(Object raw) {
    return asLong(raw).filter(value -> value == value.intValue()).map(Long::intValue);
  }

  private static Optional<BigDecimal> asDecimal(Object raw) {
    if (!(raw instanceof Number) && !(raw instanceof String)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(raw.toString().strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static <T> Optional<List<T>> asList(Object raw, Function<Object, Optional<T>> parse) {
    if (!(raw instanceof List<?> elements)) {
      return Optional.empty();
    }
    List<Optional<T>> parsed =
        elements.stream().map(element -> parse.apply((Object) element)).toList();
    return parsed.stream().allMatch(Optional::isPresent)
        ? Optional.of(parsed.stream().map(Optional::orElseThrow).toList())
        : Optional.empty();
  }
}
