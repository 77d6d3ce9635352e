package io.github.udrlpg.spark;

import io.github.udrlpg.spark.ScalingRun.Times;
import io.github.udrlpg.testing.WaitingEnvironment;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.Utils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Trains with more and more executors on {@link WaitingEnvironment}, and computes from the parts
 * that were measured where the driver becomes the limit. Executors share the cores of this machine;
 * they mostly wait, but what each does beside its episodes takes longer the fewer cores there are.
 */
@Command(
    name = "scaling",
    description = "Iterations with more and more executors, and where the driver is the limit.",
    mixinStandardHelpOptions = true)
public final class ScalingBenchmark implements Callable<Integer> {
  /** As many measurements as {@link IterationModel} has parts that are fitted, and one more. */
  private static final int ENOUGH_TO_FIT = 4;

  @Option(
      names = "--executors",
      split = ",",
      paramLabel = "N",
      description =
          "Numbers of executors, each a process with one core. Default: ${DEFAULT-VALUE}.")
  private List<Integer> executors = List.of(1, 2, 4, 8);

  @Option(
      names = "--policies",
      paramLabel = "N",
      description = "Strong scaling: policies per iteration. Default: ${DEFAULT-VALUE}.")
  private int policies = 32;

  @Option(
      names = "--policies-per-executor",
      paramLabel = "N",
      description = "Weak scaling: policies per iteration and executor. Default: ${DEFAULT-VALUE}.")
  private int policiesPerExecutor = 4;

  @Option(
      names = "--episode-seconds",
      paramLabel = "SECONDS",
      description = "How long an episode lasts. Default: ${DEFAULT-VALUE}.")
  private double episodeSeconds = 0.4;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "Iterations of which the median is taken, after one to warm up. Default:"
              + " ${DEFAULT-VALUE}.")
  private int iterations = 3;

  @Option(
      names = "--updates-per-episode",
      paramLabel = "N",
      description = "Updates that the driver's limit is computed for. Default: ${DEFAULT-VALUE}.")
  private int updatesPerEpisode = 8;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    requirePositive();
    List<Times> times = measure();
    PrintStream out = System.out;
    printScaling("Strong scaling: the same policies for more executors", strong(times), out);
    printScaling("Weak scaling: more policies for more executors", weak(times), out);
    out.printf(
        Locale.ROOT,
        "Wall time is an iteration's without updates; ideal is episodes of %s s alone. Where it"
            + " goes: the%nlongest task's episodes, the rest of that task, the rest of the Spark"
            + " job, the rest of the driver.%n",
        episodeSeconds);
    if (times.size() < ENOUGH_TO_FIT) {
      out.println("More numbers of executors or policies would show the parts that do not scale.");
      return 0;
    }
    IterationModel model = IterationModel.fit(times);
    print(model, out);
    DriverLimitTable.print(model, updatesPerEpisode, out);
    return 0;
  }

  private void requirePositive() {
    for (int executorCount : executors) {
      requirePositive("--executors", executorCount);
    }
    requirePositive("--policies", policies);
    requirePositive("--policies-per-executor", policiesPerExecutor);
    requirePositive("--episode-seconds", episodeSeconds);
    requirePositive("--iterations", iterations);
    requirePositive("--updates-per-episode", updatesPerEpisode);
  }

  private void requirePositive(String option, double value) {
    if (!(value > 0)) {
      throw new ParameterException(
          command.commandLine(), Text.format("%s must be positive, found %s", option, value));
    }
  }

  private List<Times> measure() throws IOException {
    // Spark deletes it when this process ends, however it ends.
    Path scratch =
        Utils.createTempDir(System.getProperty("java.io.tmpdir"), "udrlpg-scaling").toPath();
    List<Times> times = new ArrayList<>();
    for (int count : new TreeSet<>(executors)) {
      try (JavaSparkContext spark = MachineCluster.start(count, episodeSeconds, scratch)) {
        for (int size : new TreeSet<>(List.of(policiesPerExecutor * count, policies))) {
          System.err.printf(Locale.ROOT, "%d executor(s), %d policies …%n", count, size);
          times.add(ScalingRun.measure(spark, count, size, iterations, scratch));
        }
      }
    }
    return times;
  }

  private List<Times> strong(List<Times> times) {
    return times.stream().filter(row -> row.policies() == policies).toList();
  }

  private List<Times> weak(List<Times> times) {
    return times.stream()
        .filter(row -> row.policies() == policiesPerExecutor * row.executors())
        .toList();
  }

  private void printScaling(String title, List<Times> rows, PrintStream out) {
    out.printf(Locale.ROOT, "%n%s%n%n", title);
    out.printf(
        Locale.ROOT,
        "%9s %8s %7s %7s %10s   %10s %6s %6s %8s%n",
        "executors",
        "policies",
        "wall s",
        "ideal s",
        "efficiency",
        "episodes s",
        "task s",
        "job s",
        "driver s");
    for (Times row : rows) {
      double ideal = (double) row.policies() / row.executors() * episodeSeconds;
      out.printf(
          Locale.ROOT,
          "%9d %8d %7.2f %7.2f %8.0f %%   %10.2f %6.2f %6.2f %8.2f%n",
          row.executors(),
          row.policies(),
          row.wallSeconds(),
          ideal,
          100 * ideal / row.wallSeconds(),
          row.episodeSeconds(),
          row.taskSeconds(),
          row.jobSeconds(),
          row.driverSeconds());
    }
    out.println();
  }

  private static void print(IterationModel model, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%nWhat more executors do not shorten (least squares over all rows, job and driver"
            + " together; they miss%nby %.0f ms, root mean square)%n%n",
        1e3 * model.residualSeconds());
    print("an iteration", model.fixedSeconds(), out);
    print("a policy", model.policySeconds(), out);
    print("a task, one for each executor", model.taskSeconds(), out);
    print("an update of the generator, Hopper in the paper's setting", model.updateSeconds(), out);
    print("on an executor: a policy beside its episode", model.executorSeconds(), out);
  }

  private static void print(String part, double seconds, PrintStream out) {
    out.printf(Locale.ROOT, "%-58s %7.1f ms%n", part, 1e3 * seconds);
  }
}
