package io.github.udrlpg.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a sweep found.
 *
 * @param search the sweep
 * @param runs every run of every rung
 * @param results every trial of every rung
 */
public record SweepResults(Search search, List<TrialRun> runs, List<TrialResult> results) {
  /** Copies the lists. */
  public SweepResults {
    runs = List.copyOf(runs);
    results = List.copyOf(results);
  }

  /** Puts the runs of trials together. */
  public static SweepResults of(Search search, List<TrialRun> runs) {
    return new SweepResults(search, runs, TrialResult.of(runs, search.score()));
  }

  /**
   * Returns the trials with the most environment steps that any came to its end with, best first.
   */
  public List<TrialResult> ranking() {
    return ofMostSteps().stream()
        .filter(result -> !result.isFailed())
        .sorted(TrialResult.bestFirst(search.score()))
        .toList();
  }

  /** Returns what was trained for as many environment steps as the best, failures included. */
  List<TrialResult> ofMostSteps() {
    long most =
        results.stream()
            .filter(result -> !result.isFailed())
            .mapToLong(TrialResult::envSteps)
            .max()
            .orElse(-1);
    return results.stream().filter(result -> result.envSteps() == most).toList();
  }

  /** Returns the best trial; empty where none came to its end. */
  public Optional<TrialResult> best() {
    return ranking().stream().findFirst();
  }

  /** Returns the trials that failed, by number. */
  public List<TrialResult> failures() {
    return results.stream()
        .filter(TrialResult::isFailed)
        .sorted(Comparator.comparingInt(TrialResult::trial))
        .toList();
  }

  /** Returns how many trials have the setting of an earlier one. */
  public long duplicates() {
    return search.trials().size() - search.trials().stream().map(Trial::values).distinct().count();
  }

  /** Returns the trials of one budget as numbers. */
  public KeyTable keyTable() {
    return Columns.keyTable(search, results);
  }
}
