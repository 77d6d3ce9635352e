package io.github.udrlpg.spark;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Prints where the driver becomes the limit, and what helps then. */
final class DriverLimitTable {
  private static final List<Double> EPISODE_SECONDS = List.of(0.1, 1.0, 10.0, 60.0);
  private static final List<Integer> POLICIES = List.of(16, 64, 256, 1024);

  private DriverLimitTable() {}

  /** Prints a line for every duration of an episode and number of policies. */
  static void print(IterationModel model, int updatesPerEpisode, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%nExecutors from which on the driver takes more than half of an iteration, with %d, 1 and"
            + " 0 updates%nper episode; - where it does not even with an executor for each"
            + " policy%n%n",
        updatesPerEpisode);
    out.printf(
        Locale.ROOT,
        "%11s %10s %11s %8s %9s   %s%n",
        "s/episode",
        "policies",
        updatesPerEpisode + " updates",
        "1 update",
        "0 updates",
        "set then");
    for (double seconds : EPISODE_SECONDS) {
      for (int policies : POLICIES) {
        OptionalInt limit = model.driverLimit(policies, seconds, updatesPerEpisode);
        out.printf(
            Locale.ROOT,
            "%11s %10d %11s %8s %9s   %s%n",
            seconds,
            policies,
            text(limit),
            text(model.driverLimit(policies, seconds, 1)),
            text(model.driverLimit(policies, seconds, 0)),
            limit.isPresent() ? remedy(model, policies, limit.getAsInt(), updatesPerEpisode) : "-");
      }
    }
    out.print(
        """

        training.updates-per-episode    lower it, or let the updates run beside the rollouts:
                                        training.overlap-updates = true
        rollout.policies-per-iteration  raise it: they share what an iteration costs
        rollout.episodes-per-policy     raise it: they share what a stored policy costs
        """);
  }

  private static String text(OptionalInt executors) {
    return executors.isPresent() ? Integer.toString(executors.getAsInt()) : "-";
  }

  /** Names the setting that works on the greatest of the driver's parts. */
  private static String remedy(
      IterationModel model, int policies, int executors, int updatesPerEpisode) {
    double updates = model.updateSeconds(policies, updatesPerEpisode);
    double launch = model.fixedSeconds() + model.taskSeconds() * executors;
    double rows = model.policySeconds() * policies;
    if (updates >= Math.max(launch, rows)) {
      return "training.updates-per-episode";
    }
    return launch >= rows ? "rollout.policies-per-iteration" : "rollout.episodes-per-policy";
  }
}
