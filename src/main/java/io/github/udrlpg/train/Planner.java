package io.github.udrlpg.train;

import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.config.CoverageSettings;
import io.github.udrlpg.config.RolloutSettings;
import io.github.udrlpg.config.Settings;
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
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

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
   * @param reserve environment steps that are to be left over
   * @return a plan of no policies if not even one is left to afford
   */
  RolloutPlan training(TrainingState state, Settings settings, long reserve) {
    TrainingSettings training = settings.training();
    RolloutSettings rollout = settings.rollout();
    boolean warmUp = state.nextIteration == 0;
    int episodes = rollout.episodesPerPolicy();
    int atMost = episodes + (warmUp ? 0 : rollout.confirmationEpisodes());
    int wanted =
        warmUp
            ? (training.warmUpEpisodes() + episodes - 1) / episodes
            : rollout.policiesPerIteration();
    long left = Math.max(0, training.maxEnvSteps() - reserve - state.envSteps);
    long affordable = left / ((long) atMost * environment.maxEpisodeSteps());
    boolean xavier = warmUp && training.warmUpPolicies() == WarmUpPolicies.XAVIER;
    return plan(
        Purpose.EPISODE,
        state,
        xavier ? PolicyOrigin.XAVIER : PolicyOrigin.GENERATOR,
        warmUp ? warmUp(state, rollout, xavier) : assignment(state, settings),
        (int) Math.min(wanted, affordable),
        0,
        episodes,
        warmUp
            ? Confirmation.NONE
            : new Confirmation(
                rollout.confirmationShare() * state.highest(), rollout.confirmationEpisodes()));
  }

  private static Assignment warmUp(TrainingState state, RolloutSettings rollout, boolean xavier) {
    return Assignment.inTurn(
        List.of(state.highestCommand()),
        xavier ? Perturbation.NONE : Perturbation.constant(rollout.noise()));
  }

  private Assignment assignment(TrainingState state, Settings settings) {
    RolloutSettings rollout = settings.rollout();
    CoverageSettings coverage = settings.coverage();
    int policies = rollout.policiesPerIteration();
    int covering = coverage.policies(policies);
    double noise = rollout.noise(state.highest());
    Assignment climbing =
        Assignment.inTurn(
            commands(Parts.commandStrategy(rollout), state, 0, state.highestCommand()),
            Perturbation.spread(noise, rollout.noiseSpread(), policies - covering));
    if (covering == 0) {
      return climbing;
    }
    UniformRandomProvider random =
        Seeds.random(seeds.of(Purpose.COMMANDS, state.nextIteration, 2, 0));
    List<Double> wanted =
        commands(new CommandStrategy.Strata(covering), state, 1, state.highestCommand());
    return climbing.mixedWith(
        Assignment.inTurn(
            alongCurve(wanted, coverage.alongCurve(), state),
            Perturbation.falling(coverage.noise(), coverage.noiseFall(), covering)
                .shuffled(random)),
        covering,
        policies);
  }

  /** Gives an even share of wanted returns the commands that were measured to come near. */
  private static List<Double> alongCurve(List<Double> wanted, double share, TrainingState state) {
    return IntStream.range(0, wanted.size())
        .mapToObj(
            i ->
                (int) ((i + 1) * share) > (int) (i * share)
                    ? state.curve.command(wanted.get(i))
                    : wanted.get(i))
        .toList();
  }

  /** Returns the commands of one strategy among those of an iteration, up to the highest one. */
  private List<Double> commands(
      CommandStrategy strategy, TrainingState state, int number, double highest) {
    return strategy.commands(
        state.lowestCommand(),
        highest,
        Seeds.random(seeds.of(Purpose.COMMANDS, state.nextIteration, number, 0)));
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
        PolicyOrigin.GENERATOR,
        Assignment.inTurn(commands, Perturbation.NONE),
        commands.size() * episodesPerCommand,
        round,
        1,
        Confirmation.NONE);
  }

  private RolloutPlan plan(
      Purpose purpose,
      TrainingState state,
      PolicyOrigin origin,
      Assignment assignment,
      int policies,
      int firstEpisode,
      int episodesPerPolicy,
      Confirmation confirmation) {
    return new RolloutPlan(
        run,
        seeds,
        purpose,
        state.nextIteration,
        environment.id(),
        shape,
        origin,
        assignment.commands(),
        assignment.turns(),
        policies,
        firstEpisode,
        episodesPerPolicy,
        assignment.perturbation(),
        confirmation,
        state.observations.toNormalizer(),
        returns,
        partitions);
  }
}
