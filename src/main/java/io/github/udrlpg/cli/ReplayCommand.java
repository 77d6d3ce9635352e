package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.train.TrainingRun;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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
  private static final Pattern ID = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

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
    TrainingRun training = RunDirectory.open(hadoop, new Path(run)).training();
    StoredPolicy stored = find(training);
    boolean equal = true;
    System.out.printf("%7s %24s %24s %7s%n", "episode", "stored", "replayed", "equal");
    int number = 0;
    for (Episode episode : stored.row().episodes()) {
      Episode replayed = training.replay(stored, episode);
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

  private StoredPolicy find(TrainingRun training) throws IOException {
    Matcher id = ID.matcher(policy);
    if (!id.matches()) {
      throw new InvalidInputException(
          "--policy must be ITERATION-INDEX, for example 12-3, found '%s'".formatted(policy));
    }
    return training
        .find(Integer.parseInt(id.group(1)), Integer.parseInt(id.group(2)))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "The run holds no policy %s: choose one by the columns iteration and policy"
                            .formatted(policy)
                        + " of its dataset"));
  }
}
