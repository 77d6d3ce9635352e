package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.PolicyPlayer;
import io.github.udrlpg.rollout.PolicyWeights;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.text.SnakeCase;
import io.github.udrlpg.text.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the environments that there are. */
@Command(
    description = {
      "Lists the environments that can be trained on: observations, actions, the limit of an"
          + " episode, and what random policies earn, which is where a scale of returns may"
          + " begin.%n",
      "Those of a jar of your own: jobs/environments -- --jars my-tasks.jar"
    },
    sortOptions = false)
final class EnvironmentsCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Names of environments; all by default.")
  List<String> ids = new ArrayList<>();

  @Option(
      names = "--policies",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Random policies that play an episode each: linear ones, initialised by Xavier's rule; 0"
              + " for none. Default: ${DEFAULT-VALUE}.")
  int policies;

  @Mixin CommonOptions common;

  @Override
  public Integer call() {
    if (policies < 0) {
      throw new InvalidInputException(
          Text.format("--policies must not be negative, found %d", policies));
    }
    List<EnvironmentSpec> specs =
        (ids.isEmpty() ? Environments.ids() : ids).stream().map(Environments::spec).toList();
    line(
        "environment",
        "observ.",
        "actions",
        "steps",
        "lowest",
        "mean",
        "highest",
        "bonus",
        "preset");
    int failed = 0;
    for (EnvironmentSpec spec : specs) {
      try {
        print(spec);
      } catch (RuntimeException e) {
        failed++;
        System.out.printf(Locale.ROOT, "%-26s fails: %s%n", spec.id(), e.getMessage());
      }
    }
    if (policies > 0) {
      System.out.printf(
          Locale.ROOT,
          "%nReturns are of %d random linear policies, one episode each, bonus included; bonus is"
              + " what a step is paid%nfor mere survival, which returns.survival-bonus = exclude"
              + " leaves out of training.%n",
          policies);
    }
    return failed == 0 ? 0 : 1;
  }

  private void print(EnvironmentSpec spec) {
    List<Episode> episodes = policies == 0 ? List.of() : play(spec);
    DoubleSummaryStatistics returns =
        episodes.stream()
            .filter(episode -> !episode.diverged())
            .mapToDouble(Episode::totalReturn)
            .summaryStatistics();
    long steps = episodes.stream().mapToLong(Episode::length).sum();
    double bonus = episodes.stream().mapToDouble(Episode::survivalBonus).sum() / steps;
    boolean played = returns.getCount() > 0;
    line(
        spec.id(),
        Integer.toString(spec.observationSize()),
        actions(spec.actionSpace()),
        Integer.toString(spec.maxEpisodeSteps()),
        played ? number(returns.getMin()) : "-",
        played ? number(returns.getAverage()) : "-",
        played ? number(returns.getMax()) : "-",
        played && bonus > 0 ? Text.format("%.0f", Math.ceil(bonus)) : "-",
        preset(spec.id()));
  }

  private List<Episode> play(EnvironmentSpec spec) {
    PolicyShape shape = PolicyShape.of(spec, List.of());
    ObservationNormalizer normalizer = ObservationNormalizer.identity(spec.observationSize());
    Seeds seeds = new Seeds(1);
    float[] weights = new float[shape.parameterCount()];
    List<Episode> episodes = new ArrayList<>();
    try (PolicyPlayer player = new PolicyPlayer(spec.id(), shape)) {
      for (int policy = 0; policy < policies; policy++) {
        PolicyWeights.xavier(shape, seeds.of(Purpose.WEIGHTS, 0, policy, 0), weights);
        long seed = seeds.of(Purpose.EPISODE, 0, policy, 0);
        episodes.addAll(player.play(weights, normalizer, 1, episode -> seed));
      }
    }
    return episodes;
  }

  private static String actions(ActionSpace space) {
    return space instanceof ActionSpace.Box box
        ? Text.format("%d in ±%s", box.size(), limit(box.limit()))
        : Text.format("one of %d", space.outputs());
  }

  private static String limit(double value) {
    return value == Math.rint(value) ? Text.format("%.0f", value) : Double.toString(value);
  }

  private static String number(double value) {
    return Text.format(Math.abs(value) < 1000 ? "%.1f" : "%.0f", value);
  }

  private static String preset(String id) {
    Path file = Path.of("conf", SnakeCase.of(id).replace('_', '-') + ".conf");
    return Files.exists(file) ? file.toString() : "";
  }

  private static void line(Object... columns) {
    System.out.printf(Locale.ROOT, "%-26s %7s  %-11s %5s  %9s %9s %9s  %5s  %s%n", columns);
  }
}
