package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * The names of a kind of our files or directories, which differ in a number alone. A name is ours
 * only as a whole: what somebody copied beside it under a name of their own is left alone.
 *
 * <p>Early versions wrote the number in the digits of the machine's language. Such names are still
 * read, and never written.
 *
 * @param before what names begin with
 * @param digits the least number of digits
 * @param after what names end with
 */
public record NumberedName(String before, int digits, String after) {

  /** Returns the name of a number that is not negative. */
  public String of(int number) {
    String text = Integer.toString(number);
    return before + "0".repeat(Math.max(0, digits - text.length())) + text + after;
  }

  /** Returns the number that makes exactly this name; empty if none does, so it is not ours. */
  public OptionalInt parse(String name) {
    int end = name.length() - after.length();
    if (end <= before.length() || end > before.length() + 10) {
      return OptionalInt.empty();
    }
    String number = name.substring(before.length(), end);
    if (!number.chars().allMatch(digit -> '0' <= digit && digit <= '9')) {
      return OptionalInt.empty();
    }
    long value = Long.parseLong(number);
    return value <= Integer.MAX_VALUE && of((int) value).equals(name)
        ? OptionalInt.of((int) value)
        : OptionalInt.empty();
  }

  /** Returns the same for a name whose digits may be those of another language, all of one. */
  public OptionalInt parseInAnyDigits(String name) {
    return parse(isInOtherDigits(name) ? inOurDigits(name) : name);
  }

  private boolean isInOtherDigits(String name) {
    int end = name.length() - after.length();
    return end > before.length()
        && name.substring(before.length(), end).chars().allMatch(Character::isDigit)
        && name.substring(before.length(), end)
                .chars()
                .map(digit -> digit - Character.digit(digit, 10))
                .distinct()
                .count()
            == 1;
  }

  private static String inOurDigits(String name) {
    StringBuilder ours = new StringBuilder();
    name.chars()
        .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
        .forEach(c -> ours.append((char) c));
    return ours.toString();
  }

  /**
   * Returns those of some files that are ours, by number.
   *
   * @throws InvalidInputException if two of them have one number, in digits of two languages
   */
  public NavigableMap<Integer, Path> index(Iterable<Path> files) {
    NavigableMap<Integer, Path> byNumber = new TreeMap<>();
    List<Path> twins = new ArrayList<>();
    for (Path file : files) {
      OptionalInt number = parseInAnyDigits(file.getName());
      if (number.isPresent()) {
        Path other = byNumber.putIfAbsent(number.getAsInt(), file);
        if (other != null) {
          twins.addAll(List.of(other, file));
        }
      }
    }
    requireNoTwins(twins);
    return byNumber;
  }

  /**
   * Refuses files that share their numbers.
   *
   * @param twins two after two
   */
  static void requireNoTwins(List<Path> twins) {
    if (!twins.isEmpty()) {
      throw new InvalidInputException(
          Text.format(
              "%d number(s) in %s have two files, such as %s and %s: an early version named files"
                  + " in the digits of the machine's language, and went on under another one."
                  + " Nothing is deleted. Move one of each two elsewhere: in policies/_commits the"
                  + " one whose data files are gone, else the older one",
              twins.size() / 2,
              twins.get(0).getParent(),
              twins.get(0).getName(),
              twins.get(1).getName()));
    }
  }
}
