package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.Sweep;
import io.github.udrlpg.config.Sweep.Rollouts;
import io.github.udrlpg.config.SweepLoader;
import io.github.udrlpg.report.SweepData;
import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.spark.KeyImportance;
import io.github.udrlpg.spark.SparkTrainings;
import io.github.udrlpg.spark.SpreadTrainings;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.sweep.BestPreset;
import io.github.udrlpg.sweep.Search;
import io.github.udrlpg.sweep.SweepDirectory;
import io.github.udrlpg.sweep.SweepDirectory.Resumption;
import io.github.udrlpg.sweep.SweepReport;
import io.github.udrlpg.sweep.SweepResults;
import io.github.udrlpg.sweep.SweepTracking;
import io.github.udrlpg.sweep.Trial;
import io.github.udrlpg.sweep.TrialResult;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches for good settings. */
@Command(
    description =
        "Searches over settings: trains many trials side by side, compares them, and says which"
            + " keys matter.",
    sortOptions = false)
final class SweepCommand implements Callable<Integer> {
  /** Trials that failed, by name, before it becomes a wall of text. */
  private static final int SHOWN = 10;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SWEEP",
      description =
          "The sweep, a local file: see conf/sweeps/*.conf. May be left out with --best alone, of a"
              + " sweep that has ended.")
  String file;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the sweep, local or under any Hadoop path.")
  String out;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key of every trial that the sweep does not vary; may be given again.")
  List<String> overrides = new ArrayList<>();

  @Option(
      names = "--resume",
      description =
          "Go on; what has come to its end stays as it is, and a random sweep may have more trials"
              + " than before. Where DIR holds nothing yet, the sweep begins. A driver that YARN or"
              + " --supervise starts again goes on without being told.")
  boolean resume;

  @Option(
      names = "--best",
      paramLabel = "FILE",
      description = "Write the best setting as a configuration that jobs/train takes.")
  String best;

  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = SparkApplication.hadoopConfiguration();
    Path path = UserPath.of(hadoop, out);
    SweepDirectory directory = new SweepDirectory(hadoop, path);
    if (file == null) {
      return writeBestAlone(directory);
    }
    GroupTraining.requireNoSeedSet(overrides);
    Sweep sweep = SweepLoader.load(Configurations.localFile(hadoop, file), overrides);
    Search search = new Search(directory, sweep);
    Continuation continuation = Continuation.of(resume, hadoop, path, SparkApplication.conf());
    boolean begun = directory.requireFree(sweep, continuation.isWanted());
    if (best != null) {
      BestPreset.requireFree(directory, bestFile());
    }
    if (!begun) {
      search.requireRunnable();
    }
    SparkApplication.warnOfStorage(hadoop, out);
    return run(directory, search, continuation, begun);
  }

  private Path bestFile() throws IOException {
    return UserPath.of(SparkApplication.hadoopConfiguration(), best);
  }

  private int writeBestAlone(SweepDirectory directory) throws IOException {
    if (best == null) {
      throw new InvalidInputException(
          "SWEEP is missing: name a sweep, for example conf/sweeps/smoke.conf");
    }
    BestPreset.write(directory, bestFile());
    return 0;
  }

  private int run(SweepDirectory directory, Search search, Continuation continuation, boolean begun)
      throws IOException {
    Sweep sweep = search.sweep();
    try (JavaSparkContext spark =
        SparkApplication.start(
            "udrlpg-spark " + Configurations.name(file),
            sweep.rollouts() == Rollouts.SPREAD
                ? Map.of("spark.scheduler.mode", "FAIR")
                : Map.of())) {
      Search.Trainer trainer = trainer(spark, sweep, search.trials());
      directory.begin(
          sweep,
          continuation.isWanted() ? Resumption.WANTED : Resumption.REFUSED,
          continuation.application());
      continuation.mark();
      System.err.println(
          continuation.line(
              Text.format(
                  "%s of %d trials, %d seeds each",
                  SweepDirectory.id(sweep), search.trials().size(), search.seeds()),
              begun));
      try (SweepTracking tracking =
          SweepTracking.start(
              directory, sweep, warning -> System.err.println("Warning: " + warning))) {
        SweepResults results =
            SweepResults.of(
                search,
                search.run(
                    trainer, SweepCommand::sayIfFailed, Versions.all(), tracking.tagsOfRuns()));
        SweepData data =
            SweepReport.write(directory, results, new KeyImportance(spark), CommonOptions::warn);
        print(data);
        System.err.printf(Locale.ROOT, "Report: %s%n", directory.path("report/index.html"));
        tracking.complete(results);
        if (best != null && results.best().isPresent()) {
          BestPreset.write(directory, bestFile());
          System.err.printf(Locale.ROOT, "Best setting: %s%n", best);
        }
        return exitCode(directory, results);
      }
    }
  }

  /** Says how many trials failed and where; 1 if there are any. */
  private static int exitCode(SweepDirectory directory, SweepResults results) {
    List<TrialResult> failures = results.failures();
    if (failures.isEmpty()) {
      return CommandLine.ExitCode.OK;
    }
    System.err.printf(
        Locale.ROOT,
        "Failed: %d of %d trials, below %s: number %s. Everything else stands; --resume tries those"
            + " of the last rung again.%n",
        failures.stream().map(TrialResult::trial).distinct().count(),
        results.search().trials().size(),
        directory.path("trials"),
        failures.stream()
            .map(TrialResult::trial)
            .distinct()
            .limit(SHOWN)
            .map(String::valueOf)
            .collect(Collectors.joining(", ", "", failures.size() > SHOWN ? ", …" : "")));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static Search.Trainer trainer(JavaSparkContext spark, Sweep sweep, List<Trial> trials) {
    Search.Trainer trainer;
    if (sweep.rollouts() == Rollouts.SPREAD) {
      SpreadTrainings trainings = new SpreadTrainings(spark, sweep.parallel());
      trainer =
          (work, ended) ->
              trainings.run(
                  work.jobs(), spark.hadoopConfiguration(), follow(spark, sweep, work, ended));
    } else {
      SparkTrainings trainings = new SparkTrainings(spark);
      GroupTraining.warnOfMemory(spark, trials.stream().map(trial -> trial.loaded().settings()));
      trainer =
          (work, ended) ->
              trainings.run(
                  work.jobs(), spark.hadoopConfiguration(), follow(spark, sweep, work, ended));
    }
    return (work, ended) -> unlessStopped(spark, trainer.run(work, ended));
  }

  /** Who is stopped from outside has lost his trials, which did not fail: nothing is decided. */
  private static List<TrainingOutcome> unlessStopped(
      JavaSparkContext spark, List<TrainingOutcome> outcomes) {
    if (spark.sc().isStopped()) {
      throw new IllegalStateException(
          "Spark was stopped while trials ran. Go on with --resume and the same command");
    }
    return outcomes;
  }

  private static SparkTrainings.Listener follow(
      JavaSparkContext spark, Sweep sweep, Search.Work work, Consumer<TrainingOutcome> ended) {
    System.err.println(work.title());
    TrainingsProgress progress =
        new TrainingsProgress(
            "runs",
            spark.hadoopConfiguration(),
            work.jobs(),
            work.laterSteps(),
            Duration.ofSeconds(sweep.base().settings().progress().everySeconds()),
            System.err);
    return new SparkTrainings.Listener() {
      @Override
      public void progressed(int done, int running) {
        progress.progressed(done, running);
      }

      @Override
      public void ended(TrainingOutcome outcome) {
        progress.ended(outcome);
        ended.accept(outcome);
      }
    };
  }

  private static void sayIfFailed(Trial trial, Path run, TrainingOutcome outcome) {
    if (!outcome.isFinished()) {
      System.err.printf(
          Locale.ROOT, "Failed: trial %d, %s: %s%n", trial.index(), run.getName(), outcome.cause());
    }
  }

  private static void print(SweepData data) {
    data.warnings().forEach(CommonOptions::warn);
    System.out.println(data.best().text());
    data.front().ifPresent(front -> System.out.println(front.statement()));
    data.importance()
        .forEach(key -> System.out.printf(Locale.ROOT, "%-32s %.3f%n", key.name(), key.share()));
    System.out.println(data.importanceNote());
  }
}
