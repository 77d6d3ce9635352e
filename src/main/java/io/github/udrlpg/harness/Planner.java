package io.github.udrlpg.harness;

import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.rollout.Assignment;
import io.github.udrlpg.rollout.Confirmation;
import io.github.udrlpg.rollout.Perturbation;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.RolloutRequest;
import io.github.udrlpg.rollout.RunConstants;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.store.PolicyOrigin;
import java.util.List;

/** Turns what somebody wants rolled out into a plan: within the budget, under a run's seeds. */
final class Planner {
  private final RunConstants run;
  private final EnvironmentSpec environment;
  private final long budget;

  /**
   * Creates a planner.
   *
   * @param budget the environment steps that training may take
   */
  Planner(RunConstants run, EnvironmentSpec environment, long budget) {
    this.run = run;
    this.environment = environment;
    this.budget = budget;
  }

  RunConstants run() {
    return run;
  }

  EnvironmentSpec environment() {
    return environment;
  }

  /** Returns how many policies of some episodes at most the rest of the budget is sure to pay. */
  long affordable(TrainingState state, int episodes) {
    return Math.max(0, budget - state.envSteps) / ((long) episodes * environment.maxEpisodeSteps());
  }

  /** Plans the next iteration of training, with as many of its policies as can be paid for. */
  RolloutPlan training(TrainingState state, RolloutRequest request) {
    long affordable = affordable(state, request.mostEpisodes());
    return plan(
        Purpose.EPISODE,
        state,
        0,
        request.limitedTo((int) Math.min(Integer.MAX_VALUE, affordable)));
  }

  /**
   * Plans an evaluation: noise-free, every episode a policy of its own so that they spread over
   * executors. Policy i plays command {@code i % commands.size()}.
   *
   * @param round a number, another one for each of several evaluations with one purpose after one
   *     iteration, so that they do not begin in the same states
   */
  RolloutPlan evaluation(
      TrainingState state,
      Purpose purpose,
      int round,
      List<Double> commands,
      int episodesPerCommand) {
    return plan(
        purpose,
        state,
        round,
        new RolloutRequest(
            PolicyOrigin.GENERATOR,
            Assignment.inTurn(commands, Perturbation.NONE),
            commands.size() * episodesPerCommand,
            1,
            Confirmation.NONE));
  }

  private RolloutPlan plan(
      Purpose purpose, TrainingState state, int firstEpisode, RolloutRequest request) {
    return new RolloutPlan(
        run, purpose, state.nextIteration, firstEpisode, request, state.normalizer());
  }
}
