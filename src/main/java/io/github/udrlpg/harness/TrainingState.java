package io.github.udrlpg.harness;

import io.github.udrlpg.algorithm.History;
import io.github.udrlpg.algorithm.Learner;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyRow;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** What a run has seen so far, beside what its learner has learned. Not for several threads. */
final class TrainingState implements History {
  /** Wall times of a run in seconds, over all its resumptions. */
  static final class Times {
    double wall;
    double rollout;
    double train;
    double evaluation;
    double overhead;
  }

  final Times times = new Times();
  private final Limits limits;
  final TreeMap<Integer, Long> storedByBucket = new TreeMap<>();
  RunningStatistics observations;
  int nextIteration;

  /** Checksum of the commit of the last iteration; empty where it is not known. */
  String lastCommit = "";

  /** Updates that the last iteration's rows call for and that were not run yet. */
  int dueUpdates;

  long envSteps;
  long evaluationEnvSteps;

  /** Those of {@code envSteps} that calibrations took. */
  long calibrationEnvSteps;

  long episodes;
  long divergedEpisodes;

  /** Episodes since the last one that did not diverge. */
  int divergedInARow;

  private PolicyRow firstDiverged;
  double maxReturn = Double.NEGATIVE_INFINITY;
  String bestPolicy = "";

  /** The highest scaled return that any undiverged policy achieved, trained on or not. */
  double highestStored = Double.NEGATIVE_INFINITY;

  /** The lowest and the highest scaled return among the policies that may be trained on. */
  double lowestSeen = Double.POSITIVE_INFINITY;

  double highestSeen = Double.NEGATIVE_INFINITY;

  /** The iteration that saw it first, and the environment steps at its end. */
  int bestIteration;

  long bestEnvSteps;

  /** The highest scaled return of the remembered policies; kept only where the run forgets. */
  double highestLive = Double.NEGATIVE_INFINITY;

  /** Of the generator as it stands; there is none before the end of a run. */
  Optional<Calibration> calibration = Optional.empty();

  TrainingState(int observationSize, Limits limits) {
    this.observations = new RunningStatistics(observationSize);
    this.limits = limits;
  }

  /**
   * Takes an iteration's policies in. Rows come in order of policy, so that the merged statistics
   * are the same to the last bit however the policies were spread.
   */
  void observe(List<PolicyRow> rows) {
    double highestBefore = highestSeen;
    // The learner learns from these: what was measured of it does not hold any more.
    calibration = Optional.empty();
    for (PolicyRow row : rows) {
      envSteps += row.environmentSteps();
      episodes += row.episodes().size();
      observations.merge(row.observed());
      storedByBucket.merge(row.returnBucket(), 1L, Long::sum);
      countDiverged(row);
      if (row.isSound()) {
        if (row.meanReturn() > maxReturn) {
          maxReturn = row.meanReturn();
          bestPolicy = row.id();
        }
        highestStored = Math.max(highestStored, row.scaledReturn());
      }
      if (isTrainable(row)) {
        lowestSeen = Math.min(lowestSeen, row.scaledReturn());
        highestSeen = Math.max(highestSeen, row.scaledReturn());
      }
    }
    if (highestSeen > highestBefore) {
      bestIteration = nextIteration;
      bestEnvSteps = envSteps;
    }
    nextIteration++;
  }

  private void countDiverged(PolicyRow row) {
    for (Episode episode : row.episodes()) {
      divergedEpisodes += episode.diverged() ? 1 : 0;
      divergedInARow = episode.diverged() ? divergedInARow + 1 : 0;
    }
    if (firstDiverged == null && !row.isSound()) {
      firstDiverged = row;
    }
  }

  /** Returns the first policy of this process with an episode that diverged, if there is one. */
  Optional<PolicyRow> firstDiverged() {
    return Optional.ofNullable(firstDiverged);
  }

  /** Takes in what the learner remembers after it has learned from an iteration. */
  void remember(Learner learner) {
    if (limits.forgets()) {
      highestLive =
          DoubleStream.of(learner.rememberedReturns()).max().orElse(Double.NEGATIVE_INFINITY);
    }
  }

  @Override
  public int iterations() {
    return nextIteration;
  }

  @Override
  public long envSteps() {
    return envSteps;
  }

  @Override
  public boolean isTrainable(PolicyRow row) {
    return row.isSound() && row.scaledReturn() <= limits.ceiling();
  }

  @Override
  public ObservationNormalizer normalizer() {
    return observations.toNormalizer();
  }

  /** Returns the highest scaled return that may be trained on and commanded; ∞ for no limit. */
  double ceiling() {
    return limits.ceiling();
  }

  @Override
  public double highest() {
    return limits.forgets() ? highestLive : highestSeen;
  }

  /** Before there is any return it is 1, or the ceiling where that is lower. */
  @Override
  public double highestCommand() {
    return Double.isFinite(highest()) ? highest() : Math.min(1, limits.ceiling());
  }

  @Override
  public double lowestCommand() {
    return Double.isFinite(lowestSeen) ? lowestSeen : 0;
  }

  /** Returns the highest scaled return that a policy achieved; 0 before there was one. */
  double highestAchieved() {
    return Math.max(0, highestStored);
  }
}
