package io.github.udrlpg.train;

import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.config.RolloutSettings;
import io.github.udrlpg.config.TrainingSettings;
import io.github.udrlpg.config.TrainingSettings.WarmUpPolicies;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.Confirmation;
import io.github.udrlpg.rollout.Perturbation;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.store.PolicyOrigin;
import java.util.List;

/** Decides what is rolled out: the warm-up, the iterations of training, and evaluations. */
public final class Planner {
  private final String run;
  private final Seeds seeds;
  private final EnvironmentSpec environment;
  private final PolicyShape shape;
  private final ReturnScale returns;
  private final ReturnBuckets partitions;

  /**
   * Creates a planner.
   *
   * @param run the run's identifier
   * @param partitions the return buckets of the dataset's directories
   */
  public Planner(
      String run,
      Seeds seeds,
      EnvironmentSpec environment,
      PolicyShape shape,
      ReturnScale returns,
      ReturnBuckets partitions) {
    this.run = run;
    this.seeds = seeds;
    this.environment = environment;
    this.shape = shape;
    this.returns = returns;
    this.partitions = partitions;
  }

  String run() {
    return run;
  }

  EnvironmentSpec environment() {
    return environment;
  }

  Seeds seeds() {
    return seeds;
  }

  PolicyShape shape() {
    return shape;
  }

  ReturnScale returns() {
    return returns;
  }

  /**
   * Plans the next training iteration, so that it cannot take more environment steps than are left;
   * iteration 0 is the warm-up.
   *
   * @return a plan of no policies if not even one is left to afford
   */
  RolloutPlan training(TrainingState state, TrainingSettings training, RolloutSettings rollout) {
    boolean warmUp = state.nextIteration == 0;
    int episodes = rollout.episodesPerPolicy();
    int atMost = episodes + (warmUp ? 0 : rollout.confirmationEpisodes());
    int wanted =
        warmUp
            ? (training.warmUpEpisodes() + episodes - 1) / episodes
            : rollout.policiesPerIteration();
    long left = training.maxEnvSteps() - state.envSteps;
    long affordable = left / ((long) atMost * environment.maxEpisodeSteps());
    boolean xavier = warmUp && training.warmUpPolicies() == WarmUpPolicies.XAVIER;
    return plan(
        Purpose.EPISODE,
        state,
        xavier ? PolicyOrigin.XAVIER : PolicyOrigin.GENERATOR,
        warmUp ? List.of(state.highestCommand()) : commands(state, rollout),
        (int) Math.min(wanted, affordable),
        episodes,
        perturbation(state, rollout, warmUp, xavier),
        warmUp
            ? Confirmation.NONE
            : new Confirmation(
                rollout.confirmationShare() * state.highest(), rollout.confirmationEpisodes()));
  }

  private static Perturbation perturbation(
      TrainingState state, RolloutSettings rollout, boolean warmUp, boolean xavier) {
    if (xavier) {
      return Perturbation.NONE;
    }
    return warmUp
        ? new Perturbation(rollout.noise(), 1, 1)
        : new Perturbation(
            rollout.noise(state.highest()), rollout.noiseSpread(), rollout.policiesPerIteration());
  }

  private List<Double> commands(TrainingState state, RolloutSettings rollout) {
    CommandStrategy strategy =
        switch (rollout.command()) {
          case HIGHEST_SEEN, HIGHEST_LIVE -> new CommandStrategy.Highest();
          case SEEN_RANGE -> new CommandStrategy.SeenRange(rollout.distinctCommands());
          case FIXED -> new CommandStrategy.Fixed(rollout.commands());
        };
    return strategy.commands(
        state.lowestCommand(),
        state.highestCommand(),
        Seeds.random(seeds.of(Purpose.COMMANDS, state.nextIteration)));
  }

  /**
   * Plans an evaluation: noise-free, every episode a policy of its own so that they spread over
   * executors. Policy i plays command {@code i % commands.size()}.
   */
  RolloutPlan evaluation(
      TrainingState state, Purpose purpose, List<Double> commands, int episodesPerCommand) {
    return plan(
        purpose,
        state,
        PolicyOrigin.GENERATOR,
        commands,
        commands.size() * episodesPerCommand,
        1,
        Perturbation.NONE,
        Confirmation.NONE);
  }

  private RolloutPlan plan(
      Purpose purpose,
      TrainingState state,
      PolicyOrigin origin,
      List<Double> commands,
      int policies,
      int episodesPerPolicy,
      Perturbation perturbation,
      Confirmation confirmation) {
    return new RolloutPlan(
        run,
        seeds,
        purpose,
        state.nextIteration,
        environment.id(),
        shape,
        origin,
        commands,
        policies,
        episodesPerPolicy,
        perturbation,
        confirmation,
        state.observations.toNormalizer(),
        returns,
        partitions);
  }
}
