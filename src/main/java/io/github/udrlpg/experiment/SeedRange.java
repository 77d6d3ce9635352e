package io.github.udrlpg.experiment;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The seeds of a group of runs as a user writes them: {@code 1..10}, {@code 1,3,5}, {@code 1..3,7}.
 */
public final class SeedRange {
  private static final Pattern PART = Pattern.compile("(-?[0-9]+)(?:\\.\\.(-?[0-9]+))?");
  private static final int MOST_SEEDS = 10_000;

  private SeedRange() {}

  /**
   * Returns the seeds in the order they are written.
   *
   * @throws InvalidInputException if the text is not a list of seeds and ranges, a range runs
   *     backwards, a seed comes twice, or there are more than 10 000
   */
  public static List<Long> parse(String text) {
    LinkedHashSet<Long> seeds = new LinkedHashSet<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      if (!matcher.matches()) {
        throw invalid(
            text, Text.format("'%s' is neither a seed such as 7 nor a range such as 1..10", part));
      }
      long first = seed(text, matcher.group(1));
      long last = matcher.group(2) == null ? first : seed(text, matcher.group(2));
      if (last < first) {
        throw invalid(text, Text.format("the range %s runs backwards", part.strip()));
      }
      // The difference of two 64-bit numbers may be larger than any: then it is negative.
      if (last - first < 0 || last - first >= MOST_SEEDS - seeds.size()) {
        throw invalid(text, Text.format("these are more than %d seeds", MOST_SEEDS));
      }
      for (long i = 0; i <= last - first; i++) {
        if (!seeds.add(first + i)) {
          throw invalid(text, Text.format("seed %d comes twice", first + i));
        }
      }
    }
    return new ArrayList<>(seeds);
  }

  private static long seed(String text, String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw invalid(text, Text.format("%s is no 64-bit integer, as run.seed is", digits));
    }
  }

  private static InvalidInputException invalid(String text, String problem) {
    return new InvalidInputException(
        "--seeds must be seeds and ranges, separated by commas, such as 1..10 or 1,3,5, found"
            + Text.format(" '%s': %s", text, problem));
  }
}
