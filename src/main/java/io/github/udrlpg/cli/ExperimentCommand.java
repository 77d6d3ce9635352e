package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.Experiment;
import io.github.udrlpg.config.ExperimentLoader;
import io.github.udrlpg.experiment.ComparisonReport;
import io.github.udrlpg.experiment.ExperimentResults;
import io.github.udrlpg.experiment.GroupReport;
import io.github.udrlpg.experiment.GroupResults;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.experiment.Score;
import io.github.udrlpg.experiment.SeedRange;
import io.github.udrlpg.report.ComparisonData;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.run.TrainingJob;
import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.spark.SparkTrainings;
import io.github.udrlpg.store.Destination;
import io.github.udrlpg.store.DirectoryClaim;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
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

/** Runs every arm of an experiment with every seed and compares the arms. */
@Command(
    description =
        "Trains every arm of an experiment with every seed, side by side, and compares the arms:"
            + " a table, pictures, and what can be concluded.",
    sortOptions = false)
final class ExperimentCommand implements Callable<Integer> {
  private static final String JSON_FILE = "summary.json";

  @Parameters(
      index = "0",
      paramLabel = "EXPERIMENT",
      description = "The experiment, a local file: see conf/experiments/*.conf.")
  String file;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the results; each arm is a group of runs below it.")
  String out;

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      description = "Train these seeds instead of the experiment's, such as 1..10.")
  String seeds;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key of every arm, over what the arm sets; may be given again.")
  List<String> overrides = new ArrayList<>();

  @Option(
      names = "--resume",
      description =
          "Go on; runs that are finished stay as they are. Where DIR holds nothing yet, the"
              + " experiment begins. A driver that YARN or --supervise starts again goes on without"
              + " being told.")
  boolean resume;

  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    GroupTraining.requireNoSeedSet(overrides);
    Configuration hadoop = SparkApplication.hadoopConfiguration();
    java.nio.file.Path written = Configurations.localFile(hadoop, file);
    Experiment experiment = ExperimentLoader.load(written, overrides);
    requireScores(experiment);
    Continuation continuation =
        Continuation.of(resume, hadoop, UserPath.of(hadoop, out), SparkApplication.conf());
    List<RunGroup> groups = groups(hadoop, experiment, continuation);
    SparkApplication.warnOfStorage(hadoop, out);
    List<TrainingOutcome> outcomes = train(hadoop, groups, continuation);
    List<GroupResults> arms = new ArrayList<>();
    int from = 0;
    for (RunGroup group : groups) {
      int to = from + group.seeds().size();
      GroupResults results = GroupResults.read(group, outcomes.subList(from, to));
      GroupReport.write(group, results, CommonOptions::warn);
      arms.add(results);
      from = to;
    }
    report(hadoop, experiment, arms);
    return GroupTraining.exitCode(outcomes);
  }

  private List<RunGroup> groups(
      Configuration hadoop, Experiment experiment, Continuation continuation) throws IOException {
    Destination.requireDirectory(hadoop, UserPath.of(hadoop, out));
    if (!continuation.isWanted()) {
      requireFree(hadoop);
    }
    List<Long> chosen = SeedRange.parse(seeds == null ? experiment.seeds() : seeds);
    List<RunGroup> groups = new ArrayList<>();
    for (Experiment.Arm arm : experiment.arms()) {
      Path directory = new Path(UserPath.of(hadoop, out), arm.name());
      groups.add(RunGroup.openOrCreate(hadoop, directory, arm.loaded(), chosen));
    }
    return groups;
  }

  private void requireFree(Configuration hadoop) throws IOException {
    if (RunDirectory.holdsAnything(hadoop, UserPath.of(hadoop, out))) {
      throw new InvalidInputException(
          Text.format(
              "%s is not empty. Add --resume to go on with an experiment, or name another"
                  + " directory",
              out));
    }
  }

  /** Claims the directory; the arms are begun below it. */
  private void begin(Configuration hadoop, Continuation continuation) throws IOException {
    DirectoryClaim.What what = new DirectoryClaim.What("experiment", "");
    Path directory = UserPath.of(hadoop, out);
    if (continuation.isWanted()) {
      DirectoryClaim.join(hadoop, directory, what, continuation.application());
      return;
    }
    try (DirectoryClaim claim =
        DirectoryClaim.take(hadoop, directory, what, continuation.application())) {
      try {
        requireFree(hadoop);
      } catch (InvalidInputException e) {
        claim.withdraw(e);
        throw e;
      }
    }
  }

  /** All runs of all arms are one batch, so that the last run of an arm holds nobody up. */
  private List<TrainingOutcome> train(
      Configuration hadoop, List<RunGroup> groups, Continuation continuation) throws IOException {
    try (JavaSparkContext spark =
        SparkApplication.start("udrlpg-spark " + Configurations.name(file))) {
      SparkTrainings trainings = new SparkTrainings(spark);
      GroupTraining.warnOfMemory(spark, groups);
      List<TrainingJob> jobs = new ArrayList<>();
      begin(hadoop, continuation);
      continuation.mark();
      for (RunGroup group : groups) {
        group.begin(continuation.application());
        jobs.addAll(group.jobs(Versions.all()));
      }
      System.err.println(
          continuation.line(
              Text.format("An experiment of %d arms, %d runs", groups.size(), jobs.size()),
              groups.stream().anyMatch(RunGroup::isBegun)));
      return GroupTraining.run(trainings, "runs", hadoop, jobs, groups.get(0).configuration());
    }
  }

  private void report(Configuration hadoop, Experiment experiment, List<GroupResults> arms)
      throws IOException {
    if (arms.get(0).finished().isEmpty()) {
      System.err.printf(
          Locale.ROOT,
          "Warning: no run of %s, with which the others are compared, has come to its end%n",
          arms.get(0).name());
      return;
    }
    List<GroupResults> finished = arms.stream().filter(arm -> !arm.finished().isEmpty()).toList();
    if (finished.size() < arms.size()) {
      System.err.println("Warning: an arm without a finished run is left out of the comparison");
    }
    ExperimentResults results =
        new ExperimentResults(experiment.question(), finished, scores(experiment));
    ComparisonData data = results.data();
    data.warnings().forEach(CommonOptions::warn);
    data.tables().forEach(table -> System.out.println(table.text()));
    data.statements().forEach(System.out::println);
    Path directory = UserPath.of(hadoop, out);
    ComparisonReport.write(hadoop, directory, data, JSON_FILE, results.json(), CommonOptions::warn);
    System.err.printf(Locale.ROOT, "Report: %s%n", new Path(directory, "index.html"));
  }

  /** A misspelt score must not be found after hours of training. */
  private void requireScores(Experiment experiment) {
    if (scores(experiment).isEmpty()) {
      throw new InvalidInputException("experiment.compare of " + file + " must name a score");
    }
  }

  private List<Score> scores(Experiment experiment) {
    return experiment.compare().stream()
        .map(word -> Score.named(word, "experiment.compare of " + file))
        .toList();
  }
}
