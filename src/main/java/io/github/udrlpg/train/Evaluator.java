package io.github.udrlpg.train;

import io.github.udrlpg.generator.PolicyGenerator;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyRow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Measures the generator without noise: what it achieves for the commands it is given. */
public final class Evaluator {
  private final Planner planner;
  private final RolloutRunner runner;
  private final PolicyGenerator generator;

  /** Creates an evaluator of a generator. */
  public Evaluator(Planner planner, RolloutRunner runner, PolicyGenerator generator) {
    this.planner = planner;
    this.runner = runner;
    this.generator = generator;
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
   * @return a row for each command, in order
   */
  List<EvaluationMetrics> evaluate(
      String kind,
      Purpose purpose,
      TrainingState state,
      List<Double> commands,
      int episodesPerCommand) {
    RolloutPlan plan = planner.evaluation(state, purpose, commands, episodesPerCommand);
    float[][] means =
        generator.generateFromAverage(commands.stream().mapToDouble(Double::doubleValue).toArray());
    List<PolicyRow> rows = runner.evaluate(plan, means).rows();
    List<EvaluationMetrics> results = new ArrayList<>(commands.size());
    for (int command = 0; command < commands.size(); command++) {
      int index = command;
      List<Episode> episodes =
          rows.stream()
              .filter(row -> plan.commandIndex(row.policy()) == index)
              .flatMap(row -> row.episodes().stream())
              .toList();
      results.add(summarise(kind, state, commands.get(command), episodes, planner.returns()));
    }
    state.evaluationEnvSteps += rows.stream().mapToLong(PolicyRow::environmentSteps).sum();
    return results;
  }

  private static EvaluationMetrics summarise(
      String kind, TrainingState state, double command, List<Episode> episodes, ReturnScale scale) {
    List<Episode> sound = episodes.stream().filter(episode -> !episode.diverged()).toList();
    double[] returns = sound.stream().mapToDouble(Episode::totalReturn).toArray();
    double[] training = sound.stream().mapToDouble(scale::trainingReturn).toArray();
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
        DoubleStream.of(training).average().orElse(Double.NaN),
        standardDeviation(training),
        sound.stream().mapToInt(Episode::length).average().orElse(Double.NaN),
        episodes.size() - sound.size());
  }

  private static double standardDeviation(double[] values) {
    if (values.length < 2) {
      return 0;
    }
    double mean = DoubleStream.of(values).average().orElseThrow();
    double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }
}
