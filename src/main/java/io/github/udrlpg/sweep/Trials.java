package io.github.udrlpg.sweep;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.config.Dimension;
import io.github.udrlpg.config.Sweep;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings that a sweep tries. What a trial draws depends on the sweep's seed, the trial's
 * number and the key's name alone: more trials go on with the same sequence, and another key leaves
 * the values of the others as they were.
 */
public final class Trials {
  private static final int SHOWN = 5;

  private Trials() {}

  /**
   * Returns the first trials of a sweep.
   *
   * @throws InvalidInputException naming every trial whose settings are invalid, and why
   */
  public static List<Trial> of(Sweep sweep, int count) {
    List<Trial> trials = new ArrayList<>(count);
    List<String> problems = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      Map<String, String> values = values(sweep, index);
      try {
        trials.add(new Trial(index, values, load(sweep, index, values)));
      } catch (InvalidInputException e) {
        problems.add(e.getMessage());
      }
    }
    throwIfAny(problems, count);
    return trials;
  }

  /** Says what is wrong with trials, of many only the first few. */
  static void throwIfAny(List<String> problems, int count) {
    if (!problems.isEmpty()) {
      String shown = String.join("\n", problems.subList(0, Math.min(SHOWN, problems.size())));
      throw new InvalidInputException(
          Text.format(
              "%d of %d trials cannot be run:%n%s%s",
              problems.size(),
              count,
              shown,
              problems.size() > SHOWN
                  ? Text.format("\nand %d more", problems.size() - SHOWN)
                  : ""));
    }
  }

  /** Returns how many combinations of values there are. */
  static int combinations(List<Dimension> space) {
    return space.stream()
        .mapToInt(dimension -> ((Dimension.Listed) dimension).values().size())
        .reduce(1, Math::multiplyExact);
  }

  private static ConfigLoader.Loaded load(Sweep sweep, int index, Map<String, String> values) {
    return ConfigLoader.load(
        sweep.base().json(),
        Text.format("of trial %d, %s", index, values),
        values.entrySet().stream().map(value -> value.getKey() + "=" + value.getValue()).toList());
  }

  private static Map<String, String> values(Sweep sweep, int index) {
    return sweep.strategy() instanceof Sweep.Grid
        ? combination(sweep.space(), index)
        : drawn(sweep, index);
  }

  /** The last key changes fastest. */
  private static Map<String, String> combination(List<Dimension> space, int index) {
    Map<String, String> values = new LinkedHashMap<>();
    int after = combinations(space);
    for (Dimension dimension : space) {
      List<String> listed = ((Dimension.Listed) dimension).values();
      after /= listed.size();
      values.put(dimension.key(), listed.get(index / after % listed.size()));
    }
    return values;
  }

  private static Map<String, String> drawn(Sweep sweep, int index) {
    Map<String, String> values = new LinkedHashMap<>();
    Seeds seeds = new Seeds(sweep.seed());
    for (Dimension dimension : sweep.space()) {
      long seed = seeds.of(Purpose.SWEEP, index, dimension.key().hashCode(), 0);
      values.put(dimension.key(), dimension.valueAt(Seeds.random(seed).nextDouble()));
    }
    return values;
  }
}
