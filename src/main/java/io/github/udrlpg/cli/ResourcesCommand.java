package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.experiment.SeedRange;
import io.github.udrlpg.harness.MemoryNeeds;
import io.github.udrlpg.spark.SparkProcess;
import io.github.udrlpg.spark.SparkProcess.Setting;
import io.github.udrlpg.spark.SparkProcess.Work;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what memory a run needs on a cluster. */
@Command(
    description = {
      "Says what memory a run needs, and prints the settings of spark-submit that give it that. The"
          + " needs are estimates for a full live buffer; nothing is started.%n",
      "jobs/resources CONF --format properties writes a file for spark-submit's --properties-file."
    },
    sortOptions = false)
final class ResourcesCommand implements Callable<Integer> {
  /** How the settings are printed. */
  enum Format {
    TEXT,
    PROPERTIES
  }

  @Parameters(
      index = "0",
      paramLabel = "CONF",
      description = "Configuration, a local file or under any Hadoop path: see conf/*.conf.")
  String configuration;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key of the configuration; may be given again.")
  List<String> overrides = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      description = "For jobs/train --seeds and jobs/experiment, whose tasks are whole trainings.")
  String seeds;

  @Option(
      names = "--executor-cores",
      paramLabel = "N",
      defaultValue = "1",
      description = "Cores of an executor. Default: ${DEFAULT-VALUE}, as on YARN and Kubernetes.")
  int executorCores;

  @Option(
      names = "--task-cpus",
      paramLabel = "N",
      defaultValue = "1",
      description = "Cores of a task (spark.task.cpus). Default: ${DEFAULT-VALUE}.")
  int taskCpus;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or properties. Default: ${DEFAULT-VALUE}.")
  Format format;

  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    int tasks = tasks();
    Settings settings =
        Configurations.load(SparkApplication.hadoopConfiguration(), configuration, overrides)
            .settings();
    Work work = seeds == null ? Work.ROLLOUTS : Work.WHOLE_TRAININGS;
    MemoryNeeds needs = MemoryNeeds.of(settings, threads(work));
    List<Setting> rows = new ArrayList<>(SparkProcess.driver(needs, work).settings());
    rows.add(coresOfAnExecutor());
    rows.addAll(SparkProcess.executor(needs, work, tasks).settings());
    System.out.print(format == Format.TEXT ? text(rows) : properties(rows));
    return 0;
  }

  private int tasks() {
    if (taskCpus < 1 || executorCores < taskCpus) {
      throw new InvalidInputException(
          Text.format(
              "--executor-cores must be at least --task-cpus, and that at least 1, found %d and %d",
              executorCores, taskCpus));
    }
    int slots = executorCores / taskCpus;
    return seeds == null ? slots : Math.min(slots, SeedRange.parse(seeds).size());
  }

  /** The driver's cores are not known here; a thread adds little. */
  private int threads(Work work) {
    return work == Work.WHOLE_TRAININGS ? taskCpus : Runtime.getRuntime().availableProcessors();
  }

  private Setting coresOfAnExecutor() {
    return new Setting(
        "spark.executor.cores",
        Integer.toString(executorCores),
        Text.format("the memory below is for this many, %d for each task", taskCpus));
  }

  private static String text(List<Setting> settings) {
    StringBuilder text = new StringBuilder();
    settings.forEach(
        setting ->
            text.append(
                Text.format("%-29s %6s  %s%n", setting.key(), setting.value(), setting.reason())));
    return text.toString();
  }

  private static String properties(List<Setting> settings) {
    StringBuilder text = new StringBuilder();
    settings.forEach(
        setting ->
            text.append(
                Text.format("# %s%n%s %s%n", setting.reason(), setting.key(), setting.value())));
    return text.toString();
  }
}
