package io.github.udrlpg.harness;

import io.github.udrlpg.algorithm.Learner;
import io.github.udrlpg.metrics.ConfidenceInterval;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.stats.Equivalence;
import io.github.udrlpg.stats.Estimators;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyRow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Measures what was learned, without noise: what is achieved for the commands that are given. What
 * is to be measured is settled first, and can be played later, or in another thread: what was
 * learned meanwhile does not change it.
 */
public final class Evaluator {
  private final Planner planner;
  private final Learner learner;

  /**
   * Episodes that are to be played for some commands.
   *
   * @param kind what the rows are called in the metrics
   * @param envSteps environment steps of training so far
   * @param wanted the commands
   * @param given what each was generated for, or achieved before
   * @param weights {@code [commands, parameters]}, for the observation statistics of the plan
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Prepared(
      String kind,
      long envSteps,
      RolloutPlan plan,
      List<Double> wanted,
      List<Double> given,
      float[][] weights) {}

  /**
   * What was measured.
   *
   * @param rows one for each command, in order
   * @param envSteps environment steps of all episodes, those that diverged included
   */
  record Measured(List<EvaluationMetrics> rows, long envSteps) {
    Measured {
      rows = List.copyOf(rows);
    }
  }

  /** Creates an evaluator of what a learner has learned. */
  Evaluator(Planner planner, Learner learner) {
    this.planner = planner;
    this.learner = learner;
  }

  /** Returns {@code count} commands evenly on [0, 1], both ends included. */
  public static List<Double> evenCommands(int count) {
    return IntStream.range(0, count).mapToObj(i -> (double) i / (count - 1)).toList();
  }

  /**
   * Settles episodes for every command.
   *
   * @param kind what the rows are called in the metrics
   * @param purpose what their seeds are drawn for
   */
  Prepared prepare(
      String kind,
      Purpose purpose,
      TrainingState state,
      List<Double> commands,
      int episodesPerCommand) {
    return prepare(kind, purpose, state, commands, commands, episodesPerCommand);
  }

  /**
   * Settles episodes for every command, of which another one is given.
   *
   * @param given what is given for each
   */
  Prepared prepare(
      String kind,
      Purpose purpose,
      TrainingState state,
      List<Double> commands,
      List<Double> given,
      int episodesPerCommand) {
    return prepare(kind, purpose, state, 0, commands, given, generate(given), episodesPerCommand);
  }

  /**
   * Settles episodes for any policies.
   *
   * @param round a number, another one for each of several evaluations with one purpose after one
   *     iteration: each begins in other states
   * @param given what each was generated for, or achieved before
   * @param weights {@code [commands, parameters]}, for the present observation statistics
   */
  Prepared prepare(
      String kind,
      Purpose purpose,
      TrainingState state,
      int round,
      List<Double> commands,
      List<Double> given,
      float[][] weights,
      int episodesPerCommand) {
    return new Prepared(
        kind,
        state.envSteps,
        planner.evaluation(state, purpose, round, commands, episodesPerCommand),
        commands,
        given,
        weights);
  }

  /** Returns the weights that are evaluated for some commands, {@code [commands, parameters]}. */
  float[][] generate(List<Double> given) {
    return learner.policies(given.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Plays what was settled; from any thread. */
  static Measured play(Prepared prepared, RolloutRunner runner) {
    RolloutPlan plan = prepared.plan();
    List<PolicyRow> rows = runner.evaluate(plan, prepared.weights()).rows();
    List<EvaluationMetrics> results = new ArrayList<>(prepared.wanted().size());
    for (int command = 0; command < prepared.wanted().size(); command++) {
      int index = command;
      List<Episode> episodes =
          rows.stream()
              .filter(row -> plan.commandIndex(row.policy()) == index)
              .flatMap(row -> row.episodes().stream())
              .toList();
      results.add(summarise(prepared, command, episodes));
    }
    return new Measured(results, rows.stream().mapToLong(PolicyRow::environmentSteps).sum());
  }

  private static EvaluationMetrics summarise(Prepared prepared, int index, List<Episode> episodes) {
    ReturnScale scale = prepared.plan().run().returns();
    double command = prepared.wanted().get(index);
    List<Episode> sound = episodes.stream().filter(episode -> !episode.diverged()).toList();
    double[] returns = sound.stream().mapToDouble(Episode::totalReturn).toArray();
    double[] training = sound.stream().mapToDouble(scale::trainingReturn).toArray();
    double mean = DoubleStream.of(training).average().orElse(Double.NaN);
    double deviation = standardDeviation(training);
    double halfWidth = ConfidenceInterval.halfWidth95(deviation, training.length);
    return new EvaluationMetrics(
        prepared.kind(),
        prepared.plan().iteration() - 1,
        prepared.envSteps(),
        command,
        scale.unscaled(command),
        episodes.size(),
        DoubleStream.of(returns).average().orElse(Double.NaN),
        standardDeviation(returns),
        DoubleStream.of(returns).min().orElse(Double.NaN),
        DoubleStream.of(returns).max().orElse(Double.NaN),
        mean,
        deviation,
        sound.stream().mapToInt(Episode::length).average().orElse(Double.NaN),
        episodes.size() - sound.size(),
        prepared.given().get(index),
        mean - halfWidth,
        mean + halfWidth,
        Equivalence.pValue(
            mean,
            deviation,
            training.length,
            scale.unscaled(command),
            IdentityMetrics.CLOSE * (scale.max() - scale.min())));
  }

  private static double standardDeviation(double[] values) {
    return values.length < 2 ? 0 : Estimators.standardDeviation(values);
  }
}
