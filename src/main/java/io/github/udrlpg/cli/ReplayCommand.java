package io.github.udrlpg.cli;

import io.github.udrlpg.harness.RunPolicies;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.store.UserPath;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a stored policy again. */
@Command(
    description =
        "Plays a stored policy again, from its row alone, and compares the returns bit for bit.",
    sortOptions = false)
final class ReplayCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "Directory of the run.")
  String run;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "ID",
      description =
          "The policy, as ITERATION-INDEX: columns iteration and policy of the dataset, or"
              + " best_policy of summary.json.")
  String policy;

  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = SparkApplication.hadoopConfiguration();
    RunPolicies policies =
        RunDirectory.open(hadoop, UserPath.of(hadoop, run)).training().policies();
    StoredPolicy stored = PolicyId.find(policies, policy);
    boolean equal = true;
    System.out.printf(Locale.ROOT, "%7s %24s %24s %7s%n", "episode", "stored", "replayed", "equal");
    int number = 0;
    for (Episode episode : stored.row().episodes()) {
      Episode replayed = policies.replay(stored, episode);
      boolean same = replayed.equals(episode);
      equal &= same;
      System.out.printf(
          Locale.ROOT,
          "%7d %24s %24s %7s%n",
          number++,
          episode.totalReturn(),
          replayed.totalReturn(),
          same ? "yes" : "NO");
    }
    if (!equal) {
      System.err.println(
          "The replay differs from the stored return. MuJoCo repeats itself to the last bit only"
              + " with one version on one type of processor: compare versions and cpu in run.json"
              + " with this machine");
    }
    return equal ? 0 : 1;
  }
}
