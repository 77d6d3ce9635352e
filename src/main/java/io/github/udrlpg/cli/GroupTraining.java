package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.experiment.GroupReport;
import io.github.udrlpg.experiment.GroupResults;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.experiment.SeedRange;
import io.github.udrlpg.harness.MemoryNeeds;
import io.github.udrlpg.run.TrainingJob;
import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.spark.MemoryCheck;
import io.github.udrlpg.spark.SparkProcess.Work;
import io.github.udrlpg.spark.SparkTrainings;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains the runs of one group side by side. */
final class GroupTraining {
  private static final Pattern SETS_SEED =
      Pattern.compile("\\s*\"?run\"?\\s*(\\.|\\{|=|:).*", Pattern.DOTALL);

  private final Configuration hadoop;
  private final Path directory;
  private final List<String> overrides;
  private final Continuation continuation;

  GroupTraining(
      Configuration hadoop, Path directory, List<String> overrides, Continuation continuation) {
    this.hadoop = hadoop;
    this.directory = directory;
    this.overrides = overrides;
    this.continuation = continuation;
  }

  /**
   * Trains a new group.
   *
   * @return the exit code
   */
  int begin(ConfigLoader.Loaded loaded, String seeds) throws IOException {
    requireNoSeedSet(overrides);
    return train(RunGroup.create(hadoop, directory, loaded, SeedRange.parse(seeds)));
  }

  /**
   * Goes on with a group; its finished runs stay as they are. With a configuration and seeds it
   * begins one where the directory holds none.
   *
   * @param loaded the configuration, empty for the group's own
   * @param seeds to train beside those the group has; empty for none
   * @return the exit code
   */
  int resume(Optional<ConfigLoader.Loaded> loaded, Optional<String> seeds) throws IOException {
    requireNoSeedSet(overrides);
    List<Long> more = seeds.map(SeedRange::parse).orElse(List.of());
    return train(
        loaded.isPresent()
            ? open(loaded.get(), more)
            : RunGroup.open(hadoop, directory, overrides, more));
  }

  private RunGroup open(ConfigLoader.Loaded loaded, List<Long> seeds) throws IOException {
    return seeds.isEmpty()
        ? RunGroup.open(hadoop, directory, loaded, seeds)
        : RunGroup.openOrCreate(hadoop, directory, loaded, seeds);
  }

  /**
   * Rejects a seed among the keys that are set for every run.
   *
   * @throws InvalidInputException if there is one
   */
  static void requireNoSeedSet(List<String> overrides) {
    if (overrides.stream().anyMatch(override -> SETS_SEED.matcher(override).matches())) {
      throw new InvalidInputException(
          "--seeds and --set run.seed exclude each other: --seeds 7 is a group of one run");
    }
  }

  private int train(RunGroup group) throws IOException {
    List<TrainingOutcome> outcomes;
    SparkApplication.warnOfStorage(hadoop, directory.toString());
    try (JavaSparkContext spark =
        SparkApplication.start(
            Text.format("udrlpg-spark %s, %d seeds", directory.getName(), group.seeds().size()))) {
      SparkTrainings trainings = new SparkTrainings(spark);
      warnOfMemory(spark, List.of(group));
      group.begin(continuation.application());
      continuation.mark();
      System.err.println(
          continuation.line(
              Text.format("A group of %d seeds", group.seeds().size()), group.isBegun()));
      outcomes = run(trainings, "seeds", hadoop, group.jobs(Versions.all()), group.configuration());
    }
    GroupResults results = GroupResults.read(group, outcomes);
    System.out.println(GroupReport.write(group, results, CommonOptions::warn).strip());
    GroupReport.verdict(results).ifPresent(System.err::println);
    System.err.printf(Locale.ROOT, "Report: %s%n", group.path("aggregate/index.html"));
    return exitCode(outcomes);
  }

  /** Says once for all runs of some groups what their executors lack. */
  static void warnOfMemory(JavaSparkContext spark, List<RunGroup> groups) {
    warnOfMemory(spark, groups.stream().map(group -> group.configuration().settings()));
  }

  /** Says once for all settings what executors that train whole runs of them lack. */
  static void warnOfMemory(JavaSparkContext spark, Stream<Settings> trainings) {
    int threads = spark.getConf().getInt("spark.task.cpus", 1);
    trainings
        .map(settings -> MemoryNeeds.of(settings, threads))
        .max(Comparator.comparingLong(needs -> needs.trainingsOutsideHeap(1)))
        .ifPresent(
            needs ->
                MemoryCheck.warnings(spark.getConf(), needs, Work.WHOLE_TRAININGS)
                    .forEach(warning -> System.err.println("Warning: " + warning)));
  }

  /** Runs trainings with their progress on the error output. */
  static List<TrainingOutcome> run(
      SparkTrainings trainings,
      String noun,
      Configuration hadoop,
      List<TrainingJob> jobs,
      ConfigLoader.Loaded loaded) {
    return trainings.run(
        jobs,
        hadoop,
        new TrainingsProgress(
            noun,
            hadoop,
            jobs,
            Duration.ofSeconds(loaded.settings().progress().everySeconds()),
            System.err));
  }

  /** Names the trainings that did not finish; 1 if there are any. */
  static int exitCode(List<TrainingOutcome> outcomes) {
    List<TrainingOutcome> unfinished =
        outcomes.stream().filter(outcome -> !outcome.isFinished()).toList();
    unfinished.forEach(
        outcome ->
            System.err.printf(
                Locale.ROOT, "Failed: %s: %s%n", outcome.directory(), outcome.cause()));
    if (!unfinished.isEmpty()) {
      System.err.printf(
          Locale.ROOT,
          "%d of %d runs did not come to their end. Go on with what is missing by the same command"
              + " and --resume.%n",
          unfinished.size(),
          outcomes.size());
    }
    return unfinished.isEmpty() ? 0 : 1;
  }
}
