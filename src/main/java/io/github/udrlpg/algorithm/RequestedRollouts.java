package io.github.udrlpg.algorithm;

import io.github.udrlpg.config.CoverageSettings;
import io.github.udrlpg.config.RolloutSettings;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.config.TrainingSettings;
import io.github.udrlpg.config.TrainingSettings.WarmUpPolicies;
import io.github.udrlpg.rollout.Assignment;
import io.github.udrlpg.rollout.Confirmation;
import io.github.udrlpg.rollout.Perturbation;
import io.github.udrlpg.rollout.RolloutRequest;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What UDRLPG rolls out: the warm-up, then policies that seek higher returns, and quiet ones that
 * cover the returns below.
 */
final class RequestedRollouts {
  private final RolloutSettings rollout;
  private final CoverageSettings coverage;
  private final TrainingSettings training;

  RequestedRollouts(Settings settings) {
    this.rollout = settings.rollout();
    this.coverage = settings.coverage();
    this.training = settings.training();
  }

  /** Returns the first iteration: nothing was learned yet. */
  RolloutRequest warmUp(History seen) {
    int episodes = rollout.episodesPerPolicy();
    boolean xavier = training.warmUpPolicies() == WarmUpPolicies.XAVIER;
    return new RolloutRequest(
        xavier ? PolicyOrigin.XAVIER : PolicyOrigin.GENERATOR,
        Assignment.inTurn(
            List.of(seen.highestCommand()),
            xavier ? Perturbation.NONE : Perturbation.constant(rollout.noise())),
        (training.warmUpEpisodes() + episodes - 1) / episodes,
        episodes,
        Confirmation.NONE);
  }

  /** Returns an iteration after it. */
  RolloutRequest next(History seen, RecentCurve curve, Streams streams) {
    return new RolloutRequest(
        PolicyOrigin.GENERATOR,
        assignment(seen, curve, streams),
        rollout.policiesPerIteration(),
        rollout.episodesPerPolicy(),
        new Confirmation(
            rollout.confirmationShare() * seen.highest(), rollout.confirmationEpisodes()));
  }

  private Assignment assignment(History seen, RecentCurve curve, Streams streams) {
    int policies = rollout.policiesPerIteration();
    int covering = coverage.policies(policies);
    Assignment climbing =
        Assignment.inTurn(
            commands(Parts.commandStrategy(rollout), seen, streams, 0),
            Perturbation.spread(
                rollout.noise(seen.highest()), rollout.noiseSpread(), policies - covering));
    return covering == 0
        ? climbing
        : climbing.mixedWith(covering(covering, seen, curve, streams), covering, policies);
  }

  private Assignment covering(int policies, History seen, RecentCurve curve, Streams streams) {
    List<Double> wanted = commands(new CommandStrategy.Strata(policies), seen, streams, 1);
    return Assignment.inTurn(
        alongCurve(wanted, curve),
        Perturbation.falling(coverage.noise(), coverage.noiseFall(), policies)
            .shuffled(streams.of(Purpose.COMMANDS, 2)));
  }

  /** Gives an even share of wanted returns the commands that were measured to come near. */
  private List<Double> alongCurve(List<Double> wanted, RecentCurve curve) {
    double share = coverage.alongCurve();
    return IntStream.range(0, wanted.size())
        .mapToObj(
            i ->
                (int) ((i + 1) * share) > (int) (i * share)
                    ? curve.command(wanted.get(i))
                    : wanted.get(i))
        .toList();
  }

  /** Returns the commands of one strategy among those of an iteration, up to the highest one. */
  private static List<Double> commands(
      CommandStrategy strategy, History seen, Streams streams, int number) {
    return strategy.commands(
        seen.lowestCommand(), seen.highestCommand(), streams.of(Purpose.COMMANDS, number));
  }

  /** Returns those policies that say what the generator makes of a command. */
  List<PolicyRow> quiet(List<PolicyRow> rows) {
    return rows.stream().filter(row -> CoveredRange.isQuiet(row, coverage.noise())).toList();
  }
}
