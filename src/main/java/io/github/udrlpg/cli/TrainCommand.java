package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.harness.MemoryNeeds;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.harness.TrainingSummary;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.run.RunEnding;
import io.github.udrlpg.run.RunTracking;
import io.github.udrlpg.spark.MemoryCheck;
import io.github.udrlpg.spark.RunGauges;
import io.github.udrlpg.spark.SparkProcess.Work;
import io.github.udrlpg.spark.SparkRolloutRunner;
import io.github.udrlpg.store.UserPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a generator. */
@Command(
    description = "Trains a policy generator on Spark and writes a run directory.",
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CONF",
      description = "Configuration, a local file or under any Hadoop path: see conf/*.conf.")
  String configuration;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "Directory of the run, local or under any Hadoop path.")
  String out;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key of the configuration; may be given again.")
  List<String> overrides = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      description =
          "Train these seeds side by side, each in one task, such as 1..10 or 1,3,5. RUN then holds"
              + " a run directory for each and what they say together.")
  String seeds;

  @Option(
      names = "--resume",
      description =
          "Go on with the run from its newest checkpoint; CONF may be left out. With CONF the run"
              + " begins where RUN holds none yet, so that one command line is right for the first"
              + " start and for every other. A larger training.max-env-steps trains a finished run"
              + " further. Of a group of seeds, those that are finished stay as they are, and"
              + " --seeds adds others. A driver that YARN or --supervise starts again goes on"
              + " without being told.")
  boolean resume;

  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = SparkApplication.hadoopConfiguration();
    Continuation continuation =
        Continuation.of(resume, hadoop, UserPath.of(hadoop, out), SparkApplication.conf());
    if (seeds != null
        || (continuation.isWanted() && RunGroup.holdsGroup(hadoop, UserPath.of(hadoop, out)))) {
      return trainGroup(hadoop, continuation);
    }
    return trainOne(hadoop, continuation);
  }

  private int trainGroup(Configuration hadoop, Continuation continuation) throws IOException {
    GroupTraining group =
        new GroupTraining(hadoop, UserPath.of(hadoop, out), overrides, continuation);
    Optional<ConfigLoader.Loaded> loaded =
        configuration == null ? Optional.empty() : Optional.of(load(hadoop));
    return continuation.isWanted()
        ? group.resume(loaded, Optional.ofNullable(seeds))
        : group.begin(loaded.orElseThrow(TrainCommand::missingConfiguration), seeds);
  }

  private int trainOne(Configuration hadoop, Continuation continuation) throws IOException {
    RunDirectory prepared = directory(hadoop, continuation);
    TrainingRun training = prepared.training();
    MemoryNeeds needs = training.memoryNeeds();
    MemoryNeeds.requireHeap(prepared.configuration().settings(), Runtime.getRuntime().maxMemory());
    RunDirectory directory;
    ProgressReporter progress =
        new ProgressReporter(prepared.configuration().settings(), System.err);
    Optional<String> verdict;
    prepared.machineWarning().ifPresent(progress::warning);
    SparkApplication.storageWarning(hadoop, out).ifPresent(progress::warning);
    try (JavaSparkContext spark = SparkApplication.start("udrlpg-spark " + prepared.run())) {
      MemoryCheck.warnings(spark.getConf(), needs, Work.ROLLOUTS).forEach(progress::warning);
      directory = prepared.begin(continuation.application());
      training = directory.training();
      continuation.mark();
      System.err.println(continuation.line("Run " + directory.run(), prepared.isBegun()));
      try (RunTracking tracking =
          RunTracking.start(directory, hadoop, Map.of(), RunGauges.of(progress))) {
        TrainingSummary summary =
            training.train(
                new SparkRolloutRunner(
                    spark, directory.configuration().settings().rollout().partitions()),
                tracking.listener());
        RunEnding ending = new RunEnding(directory, training, summary);
        ending.write(progress.warnings(), progress::warning);
        verdict = ending.verdict();
        tracking.complete();
      }
    }
    System.out.println(directory.summary().orElseThrow().strip());
    verdict.ifPresent(System.err::println);
    System.err.printf(Locale.ROOT, "Report: %s%n", directory.path("report/index.html"));
    return 0;
  }

  private RunDirectory directory(Configuration hadoop, Continuation continuation)
      throws IOException {
    Path path = UserPath.of(hadoop, out);
    if (configuration == null) {
      if (!resume) {
        throw missingConfiguration();
      }
      RunDirectory run = RunDirectory.open(hadoop, path, overrides);
      RunDirectory.requireOwnPolicies(hadoop, path);
      run.requireSameSimulator(Versions.all());
      return run;
    }
    ConfigLoader.Loaded loaded = load(hadoop);
    return continuation.isWanted()
        ? RunDirectory.openOrCreate(hadoop, path, loaded, Versions.all())
        : RunDirectory.create(hadoop, path, loaded, Versions.all());
  }

  private static InvalidInputException missingConfiguration() {
    return new InvalidInputException(
        "CONF is missing: name a configuration, for example conf/smoke.conf");
  }

  private ConfigLoader.Loaded load(Configuration hadoop) throws IOException {
    return Configurations.load(hadoop, configuration, overrides);
  }
}
