package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.metrics.ConfidenceInterval;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.MetricsTable;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.spark.SparkRolloutRunner;
import io.github.udrlpg.text.Text;
import io.github.udrlpg.train.Evaluator;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures what a trained generator achieves for given commands. */
@Command(
    description = "Rolls the generator of a run out without noise, for each of several commands.",
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Parameters(index = "0", paramLabel = "RUN", description = "Directory of the run.")
  String run;

  @Option(
      names = "--commands",
      split = ",",
      paramLabel = "C",
      description =
          "Scaled returns to command, separated by commas: 0 is returns.min, 1 is returns.max."
              + " Default: ten, evenly on [0, 1].")
  List<Double> commands = List.of();

  @Option(names = "--highest", description = "Command the highest return seen in training instead.")
  boolean highest;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "10",
      description = "Episodes of each command. Default: ${DEFAULT-VALUE}.")
  int episodes;

  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    requireValid();
    Configuration hadoop = SparkApplication.hadoopConfiguration();
    RunDirectory directory = RunDirectory.open(hadoop, new Path(run));
    List<Double> asked =
        highest ? List.of() : commands.isEmpty() ? Evaluator.evenCommands(10) : commands;
    List<EvaluationMetrics> rows;
    try (JavaSparkContext spark = SparkApplication.start("evaluate " + directory.run())) {
      rows =
          directory
              .training()
              .evaluate(
                  new SparkRolloutRunner(
                      spark, directory.configuration().settings().rollout().partitions()),
                  asked,
                  episodes,
                  new ProgressReporter(directory.configuration().settings(), System.err));
    }
    print(rows);
    Path table = directory.path("evaluations/" + STAMP.format(Instant.now()));
    MetricsTable<EvaluationMetrics> stored =
        new MetricsTable<>(hadoop, table, EvaluationMetrics.class);
    rows.forEach(stored::add);
    stored.flush(rows.get(0).iteration() + 1);
    System.err.printf(Locale.ROOT, "Stored in %s%n", table);
    return 0;
  }

  private void requireValid() {
    if (highest && !commands.isEmpty()) {
      throw new InvalidInputException("--highest and --commands exclude each other: give one");
    }
    if (episodes < 1) {
      throw new InvalidInputException("--episodes must be positive, found " + episodes);
    }
    for (double command : commands) {
      if (!(command >= 0) || Double.isInfinite(command)) {
        throw new InvalidInputException(
            "--commands must be finite scaled returns from 0, found " + command);
      }
    }
  }

  private static void print(List<EvaluationMetrics> rows) {
    System.out.printf(
        Locale.ROOT,
        "%8s %10s %10s %24s %10s %10s %10s %8s%n",
        "command",
        "requested",
        "achieved",
        "95 % interval",
        "return",
        "min",
        "max",
        "length");
    for (EvaluationMetrics row : rows) {
      double half = ConfidenceInterval.halfWidth95(row.trainingReturnDeviation(), row.episodes());
      System.out.printf(
          Locale.ROOT,
          "%8.3f %10.2f %10.2f %24s %10.2f %10.2f %10.2f %8.1f%n",
          row.command(),
          row.commandedReturn(),
          row.meanTrainingReturn(),
          Text.format(
              "[%.2f, %.2f]", row.meanTrainingReturn() - half, row.meanTrainingReturn() + half),
          row.meanReturn(),
          row.minReturn(),
          row.maxReturn(),
          row.meanLength());
    }
  }
}
