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

/** Measures what was learned, without noise: what is achieved for the commands that are given. */
public final class Evaluator {
  private final Planner planner;
  private final RolloutRunner runner;
  private final Learner learner;

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
  Evaluator(Planner planner, RolloutRunner runner, Learner learner) {
    this.planner = planner;
    this.runner = runner;
    this.learner = learner;
  }

  /** Returns {@code count} commands evenly on [0, 1], both ends included. */
  public static List<Double> evenCommands(int count) {
    return IntStream.range(0, count).mapToObj(i -> (double) i / (count - 1)).toList();
  }

  /**
   * Plays episodes for every command.
   *
   * @param kind what the rows are called in the metrics
   * @param purpose what their seeds are drawn for
   */
  Measured evaluate(
      String kind,
      Purpose purpose,
      TrainingState state,
      List<Double> commands,
      int episodesPerCommand) {
    return evaluate(kind, purpose, state, commands, commands, episodesPerCommand);
  }

  /**
   * Plays episodes for every command, of which the generator is given another one.
   *
   * @param given what it is given for each
   */
  Measured evaluate(
      String kind,
      Purpose purpose,
      TrainingState state,
      List<Double> commands,
      List<Double> given,
      int episodesPerCommand) {
    return play(kind, purpose, state, commands, given, generate(given), episodesPerCommand);
  }

  /**
   * Plays episodes for commands that a calibration asks for.
   *
   * @param round of the same calibration, from 0: each begins in other states
   */
  Measured calibration(
      TrainingState state, int round, List<Double> commands, int episodesPerCommand) {
    return play(
        "calibration",
        Purpose.CALIBRATION,
        state,
        round,
        commands,
        commands,
        generate(commands),
        episodesPerCommand);
  }

  /** Returns the weights that are evaluated for some commands, {@code [commands, parameters]}. */
  float[][] generate(List<Double> given) {
    return learner.policies(given.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Plays episodes with any policies.
   *
   * @param given what each was generated for, or achieved before
   * @param weights {@code [commands, parameters]}, for the present observation statistics
   */
  Measured play(
      String kind,
      Purpose purpose,
      TrainingState state,
      List<Double> commands,
      List<Double> given,
      float[][] weights,
      int episodesPerCommand) {
    return play(kind, purpose, state, 0, commands, given, weights, episodesPerCommand);
  }

  private Measured play(
      String kind,
      Purpose purpose,
      TrainingState state,
      int round,
      List<Double> commands,
      List<Double> given,
      float[][] weights,
      int episodesPerCommand) {
    RolloutPlan plan = planner.evaluation(state, purpose, round, commands, episodesPerCommand);
    List<PolicyRow> rows = runner.evaluate(plan, weights).rows();
    List<EvaluationMetrics> results = new ArrayList<>(commands.size());
    for (int command = 0; command < commands.size(); command++) {
      int index = command;
      List<Episode> episodes =
          rows.stream()
              .filter(row -> plan.commandIndex(row.policy()) == index)
              .flatMap(row -> row.episodes().stream())
              .toList();
      results.add(
          summarise(
              kind,
              state,
              commands.get(command),
              given.get(command),
              episodes,
              planner.run().returns()));
    }
    return new Measured(results, rows.stream().mapToLong(PolicyRow::environmentSteps).sum());
  }

  private static EvaluationMetrics summarise(
      String kind,
      TrainingState state,
      double command,
      double given,
      List<Episode> episodes,
      ReturnScale scale) {
    List<Episode> sound = episodes.stream().filter(episode -> !episode.diverged()).toList();
    double[] returns = sound.stream().mapToDouble(Episode::totalReturn).toArray();
    double[] training = sound.stream().mapToDouble(scale::trainingReturn).toArray();
    double mean = DoubleStream.of(training).average().orElse(Double.NaN);
    double deviation = standardDeviation(training);
    double halfWidth = ConfidenceInterval.halfWidth95(deviation, training.length);
    return new EvaluationMetrics(
        kind,
        state.nextIteration - 1,
        state.envSteps,
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
        given,
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
