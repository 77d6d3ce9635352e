package io.github.udrlpg.analysis;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gathers the traits of runs, which must be the same. */
final class TraitsOfRuns {
  private static final int NAMED = 3;

  private final Map<String, Traits> byRun = new LinkedHashMap<>();

  /** Adds a run by the name that a user knows it by. */
  void add(String run, Traits traits) {
    byRun.put(run, traits);
  }

  /**
   * Returns what all runs have.
   *
   * @param where what was given
   * @param wayOut what to do where runs differ
   * @throws InvalidInputException naming every key that differs, its values, and runs that have
   *     each
   */
  Traits requireSame(Object where, String wayOut) {
    Traits first = byRun.values().iterator().next();
    List<String> differences = new ArrayList<>();
    for (String key : first.byKey().keySet()) {
      Map<String, List<String>> runs = runsByValue(key);
      if (runs.size() > 1) {
        differences.add("  " + key + ": " + describe(runs));
      }
    }
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          Text.format(
              "The %d runs of %s cannot be analysed together, because they differ in%n%s%n%s",
              byRun.size(), where, String.join(System.lineSeparator(), differences), wayOut));
    }
    return first;
  }

  private Map<String, List<String>> runsByValue(String key) {
    return byRun.entrySet().stream()
        .collect(
            Collectors.groupingBy(
                run -> run.getValue().byKey().get(key),
                TreeMap::new,
                Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
  }

  private static String describe(Map<String, List<String>> runs) {
    return runs.entrySet().stream()
        .map(
            value ->
                Text.format(
                    "%s in %d (%s%s)",
                    value.getKey(),
                    value.getValue().size(),
                    value.getValue().stream().limit(NAMED).collect(Collectors.joining(", ")),
                    value.getValue().size() > NAMED ? ", …" : ""))
        .collect(Collectors.joining("; "));
  }
}
