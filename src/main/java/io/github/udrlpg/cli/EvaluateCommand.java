package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.harness.Calibration;
import io.github.udrlpg.harness.Commanding;
import io.github.udrlpg.harness.Evaluator;
import io.github.udrlpg.harness.TrainedRun;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.metrics.MetricsTable;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.run.Obedience;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.spark.SparkRolloutRunner;
import io.github.udrlpg.store.DirectoryClaim;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.FailureText;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures what a trained generator achieves for given commands. */
@Command(
    description = "Rolls the generator of a run out without noise, for each of several commands.",
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
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
      names = "--raw",
      description =
          "Give the generator the commands as they are, not as its calibration says what to give"
              + " for them.")
  boolean raw;

  @Option(
      names = "--retrieval",
      description =
          "Also replay, for each command, the stored policy whose return is nearest: what obedience"
              + " is compared with.")
  boolean retrieval;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "10",
      description = "Episodes of each command. Default: ${DEFAULT-VALUE}.")
  int episodes;

  @Option(
      names = "--print-only",
      description = "Print the numbers and store nothing: for runs that may not be written to.")
  boolean printOnly;

  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    requireValid();
    CommandsAsked listener =
        new CommandsAsked("--commands must be finite scaled returns", commands);
    Configuration hadoop = SparkApplication.hadoopConfiguration();
    RunDirectory directory = RunDirectory.open(hadoop, UserPath.of(hadoop, run));
    List<Double> asked =
        highest ? List.of() : commands.isEmpty() ? Evaluator.evenCommands(10) : commands;
    TrainingRun training = directory.training();
    TrainedRun trained = training.trained(listener);
    Optional<Calibration> calibration = trained.calibration();
    List<EvaluationMetrics> generated;
    List<EvaluationMetrics> retrieved = List.of();
    try (JavaSparkContext spark = SparkApplication.start("evaluate " + directory.run())) {
      SparkRolloutRunner runner =
          new SparkRolloutRunner(
              spark, directory.configuration().settings().rollout().partitions());
      generated = trained.evaluate(runner, asked, commanding(), episodes);
      if (retrieval) {
        retrieved = trained.retrieve(runner, asked, episodes);
      }
    }
    if (!raw) {
      calibration.ifPresent(listener::givenThrough);
    }
    System.err.println(note(calibration, training.returns()));
    print(generated, training.returns());
    sayWhatDiverged(generated);
    if (retrieval) {
      System.out.println("Stored policies whose returns are nearest:");
      print(retrieved, training.returns());
      sayWhatDiverged(retrieved);
    }
    List<EvaluationMetrics> rows = new ArrayList<>(generated);
    rows.addAll(retrieved);
    if (rows.stream().anyMatch(row -> row.soundEpisodes() == 1)) {
      System.err.println("One episode gives no interval: ask for more with --episodes.");
    }
    return isStored(hadoop, directory, rows)
            && isMeasured(generated)
            && (!retrieval || isMeasured(retrieved))
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  private static boolean isMeasured(List<EvaluationMetrics> rows) {
    return rows.stream().anyMatch(EvaluationMetrics::isMeasured);
  }

  /** What is printed stands, whatever becomes of the table. */
  private boolean isStored(Configuration hadoop, RunDirectory run, List<EvaluationMetrics> rows) {
    if (printOnly) {
      return true;
    }
    try {
      System.err.printf(Locale.ROOT, "Stored in %s%n", store(hadoop, run, rows));
      return true;
    } catch (IOException | UncheckedIOException | InvalidInputException e) {
      System.err.printf(
          Locale.ROOT,
          "Not stored in %s: %s. What is printed above stands; --print-only stores nothing, for"
              + " runs that may not be written to.%n",
          run.path("evaluations"),
          FailureText.lineWithCause(e));
      return false;
    }
  }

  private static void sayWhatDiverged(List<EvaluationMetrics> rows) {
    int played = rows.stream().mapToInt(EvaluationMetrics::episodes).sum();
    int diverged = rows.stream().mapToInt(EvaluationMetrics::divergedEpisodes).sum();
    if (diverged == played) {
      System.err.printf(
          Locale.ROOT,
          "Failed: every one of %d episodes diverged: there is no return to show.%n",
          played);
    } else if (diverged > 0) {
      CommonOptions.warn(
          Text.format("%d of %d episodes diverged and count in no number above", diverged, played));
    }
  }

  /** Stores an evaluation in a directory of its own, and says which. */
  private static Path store(Configuration hadoop, RunDirectory run, List<EvaluationMetrics> rows)
      throws IOException {
    try (DirectoryClaim claim =
        DirectoryClaim.takeFree(
            hadoop,
            run.path("evaluations/" + TimeStamp.now()),
            new DirectoryClaim.What("evaluation", run.run()),
            "")) {
      try {
        MetricsTable<EvaluationMetrics> stored =
            new MetricsTable<>(hadoop, claim.directory(), EvaluationMetrics.class, run.identity());
        rows.forEach(stored::add);
        stored.flush(rows.get(0).iteration() + 1);
      } catch (IOException | RuntimeException e) {
        claim.releaseAfter(e);
        throw e;
      }
      return claim.directory();
    }
  }

  private void requireValid() {
    if (highest && !commands.isEmpty()) {
      throw new InvalidInputException("--highest and --commands exclude each other: give one");
    }
    if (episodes < 1) {
      throw new InvalidInputException("--episodes must be positive, found " + episodes);
    }
  }

  private Commanding commanding() {
    return raw ? Commanding.RAW : Commanding.CALIBRATED;
  }

  private String note(Optional<Calibration> calibration, ReturnScale returns) {
    if (calibration.isEmpty()) {
      return "The run has no calibration: commands are given as they are";
    }
    return Text.format(
        "Attainable by the calibration: %s.%s",
        calibration.get().range(returns),
        raw ? " Not used" : " A command outside is given what attains the nearest return");
  }

  private static void print(List<EvaluationMetrics> rows, ReturnScale returns) {
    System.out.printf(
        Locale.ROOT,
        "%8s %8s %10s %10s %24s %10s %10s %10s %8s%n",
        "command",
        "given",
        "requested",
        "achieved",
        "95 % interval",
        "return",
        "min",
        "max",
        "length");
    for (EvaluationMetrics row : rows) {
      System.out.printf(
          Locale.ROOT,
          "%8.3f %8.3f %10.2f %10s %24s %10s %10s %10s %8s%n",
          row.command(),
          row.givenCommand(),
          row.commandedReturn(),
          Text.orDash("%.2f", row.meanTrainingReturn()),
          interval(row.lower95(), row.upper95()),
          Text.orDash("%.2f", row.meanReturn()),
          Text.orDash("%.2f", row.minReturn()),
          Text.orDash("%.2f", row.maxReturn()),
          Text.orDash("%.1f", row.meanLength()));
    }
    if (rows.stream().filter(EvaluationMetrics::isMeasured).count() > 1) {
      System.out.println(
          Obedience.text(
              IdentityMetrics.of(rows.get(0).kind(), rows, returns.max() - returns.min())));
    }
  }

  private static String interval(double lower, double upper) {
    return Double.isFinite(lower) && Double.isFinite(upper)
        ? Text.format("[%.2f, %.2f]", lower, upper)
        : "–";
  }
}
