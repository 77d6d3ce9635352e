package io.github.udrlpg.experiment;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.stats.Statistics;
import io.github.udrlpg.stats.StratifiedBootstrap;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The runs of a group that came to their end, and why the others did not.
 *
 * @param name what the group is called
 * @param environment the task
 * @param budget environment steps of a run
 * @param grid where curves are read
 * @param runs every seed, in the group's order
 */
public record GroupResults(
    String name, String environment, long budget, StepGrid grid, List<SeedRun> runs) {
  private static final long BOOTSTRAP_SEED = 1;

  /** Copies the list of runs. */
  public GroupResults {
    runs = List.copyOf(runs);
  }

  /**
   * One seed.
   *
   * @param seed the seed
   * @param scores its scores; empty for a run that did not finish
   * @param cause why it did not finish, in one line; empty where it did
   */
  public record SeedRun(long seed, Optional<RunScores> scores, String cause) {
    /** Returns whether the run came to its end. */
    public boolean isFinished() {
      return scores.isPresent();
    }

    /** Returns the scores of a run that came to its end. */
    public RunScores requireScores() {
      return scores.orElseThrow();
    }
  }

  /**
   * Reads the runs of a group.
   *
   * @param outcomes what became of each seed now, in the group's order; empty to take what is there
   */
  public static GroupResults read(RunGroup group, List<TrainingOutcome> outcomes)
      throws IOException {
    StepGrid grid = StepGrid.of(group.configuration().settings());
    List<SeedRun> runs = new ArrayList<>();
    for (int i = 0; i < group.seeds().size(); i++) {
      long seed = group.seeds().get(i);
      String cause = outcomes.isEmpty() ? "" : outcomes.get(i).cause();
      runs.add(
          cause.isEmpty() ? read(group, seed, grid) : new SeedRun(seed, Optional.empty(), cause));
    }
    return new GroupResults(
        group.name(),
        group.configuration().settings().env().id(),
        group.configuration().settings().training().maxEnvSteps(),
        grid,
        runs);
  }

  private static SeedRun read(RunGroup group, long seed, StepGrid grid) throws IOException {
    String name = RunGroup.name(seed);
    Optional<RunDirectory> run =
        RunDirectory.holdsRun(group.hadoop(), group.path(name))
            ? Optional.of(RunDirectory.open(group.hadoop(), group.path(name)))
            : Optional.empty();
    if (run.isEmpty() || run.get().summary().isEmpty()) {
      return new SeedRun(seed, Optional.empty(), "it has not come to its end");
    }
    List<EvaluationMetrics> evaluations = run.get().metrics().evaluations().read();
    return new SeedRun(
        seed, Optional.of(RunScores.of(group.configuration().settings(), grid, evaluations)), "");
  }

  /**
   * Returns the same, where there is something to compare.
   *
   * @throws InvalidInputException if no run came to its end
   */
  public GroupResults requireFinishedRuns() {
    if (finished().isEmpty()) {
      throw new InvalidInputException(
          Text.format(
              "No run of %s has come to its end: train it with jobs/train --resume first", name));
    }
    return this;
  }

  /** Returns the same under another name. */
  public GroupResults called(String otherName) {
    return new GroupResults(otherName, environment, budget, grid, runs);
  }

  /** Returns the runs that came to their end. */
  public List<SeedRun> finished() {
    return runs.stream().filter(SeedRun::isFinished).toList();
  }

  /** Returns a score of every run that has it, {@code [runs]}. */
  public double[] values(Score score) {
    return bySeed(score).values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Returns a score of every run that has it, by seed. */
  public Map<Long, Double> bySeed(Score score) {
    Map<Long, Double> values = new TreeMap<>();
    for (SeedRun run : finished()) {
      double value = score.of(run.requireScores());
      if (Double.isFinite(value)) {
        values.put(run.seed(), value);
      }
    }
    return values;
  }

  /** Returns what whoever reads of these runs must know first. */
  List<String> warnings() {
    int missing = runs.size() - finished().size();
    List<String> warnings = new ArrayList<>();
    if (missing > 0) {
      warnings.add(
          Text.format(
              "%d of %d runs of %s did not come to their end, and no number here knows them",
              missing, runs.size(), name));
    }
    // The joint score lacks what its parts lack, and these are named.
    for (Score score : EnumSet.complementOf(EnumSet.of(Score.RETURN_AND_OBEDIENCE))) {
      int without = finished().size() - values(score).length;
      if (without > 0) {
        warnings.add(
            Text.format(
                "%d of %d runs of %s have no %s, because every episode of an evaluation diverged,"
                    + " or it was never made",
                without, finished().size(), name, score.title()));
      }
    }
    if (finished().size() < 5) {
      warnings.add(
          Text.format(
              "%d runs of %s are few: intervals of fewer than five are too narrow",
              finished().size(), name));
    }
    return warnings;
  }

  /** Estimates the statistics of a score. */
  public Statistics statistics(Score score) {
    return Statistics.of(values(score), bootstrap());
  }

  /** Returns the bootstrap that all intervals of groups are made with. */
  static StratifiedBootstrap bootstrap() {
    return new StratifiedBootstrap(StratifiedBootstrap.DEFAULT_RESAMPLES, BOOTSTRAP_SEED);
  }
}
