package io.github.udrlpg.jobs;

import io.github.udrlpg.benchmark.FreshJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Times the script {@code jobs/train} from its start until the files tell that there is a run, and
 * that the first iteration's episodes are stored. Both are stamped by the file system.
 */
@Command(
    name = "startup",
    description =
        "The time from jobs/train to the first episodes, with the Spark that SPARK_HOME names or"
            + " the one that Maven resolved.",
    mixinStandardHelpOptions = true)
public final class StartupBenchmark implements Callable<Integer> {
  private static final long LONGEST_MINUTES = 5;
  private static final long POLL_MILLISECONDS = 2;

  /** Two policies of 32 units: their episodes take milliseconds. */
  private static final List<String> SMALL =
      List.of(
          "conf/smoke.conf",
          "--set",
          "rollout.policies-per-iteration=2",
          "--set",
          "training.warm-up-episodes=2");

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Runs that are timed, after one that is not. Default: ${DEFAULT-VALUE}.")
  private int runs = 5;

  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "More arguments for jobs/train, for example -- -- --master yarn")
  private List<String> arguments = new ArrayList<>();

  private record Times(double beginsSeconds, double firstIterationSeconds) {}

  @Override
  public Integer call() throws IOException {
    return FreshJvm.inTemporaryDirectory(this::measure);
  }

  private int measure(Path directory) throws IOException {
    run(directory.resolve("warm-up"));
    List<Times> times = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      times.add(run(directory.resolve("run-" + i)));
    }
    System.out.printf(Locale.ROOT, "%d runs, seconds from the start of jobs/train%n%n", runs);
    print("until run.json, Spark being up", times.stream().mapToDouble(Times::beginsSeconds));
    print(
        "until the first iteration is stored",
        times.stream().mapToDouble(Times::firstIterationSeconds));
    return 0;
  }

  private static void print(String what, java.util.stream.DoubleStream seconds) {
    double[] sorted = seconds.sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%-36s median %5.2f (%5.2f to %5.2f)%n",
        what,
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }

  /** The training is not waited for: it is ended once it has begun. */
  private Times run(Path run) throws IOException {
    List<String> command = new ArrayList<>(List.of("jobs/train"));
    command.addAll(SMALL);
    command.addAll(Arrays.asList("--out", run.toString()));
    command.addAll(arguments);
    File log = new File(run + ".log");
    long start = System.currentTimeMillis();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    try {
      Path manifest = run.resolve("run.json");
      await(process, manifest, log);
      double begins = seconds(start, manifest);
      Path commit = run.resolve("policies/_commits/iteration-000000000.json");
      await(process, commit, log);
      return new Times(begins, seconds(start, commit));
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      await(process);
    }
  }

  private static double seconds(long start, Path file) throws IOException {
    return 1e-3 * (Files.getLastModifiedTime(file).to(TimeUnit.MILLISECONDS) - start);
  }

  private static void await(Process process, Path sign, File log) throws IOException {
    try {
      while (!Files.exists(sign)) {
        if (process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
          throw new IOException("jobs/train ended early: " + Files.readString(log.toPath()));
        }
      }
    } catch (InterruptedException e) {
      throw new IOException("Interrupted while jobs/train ran", e);
    }
  }

  private static void await(Process process) throws IOException {
    try {
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("jobs/train does not end");
      }
    } catch (InterruptedException e) {
      throw new IOException("Interrupted while jobs/train ended", e);
    }
  }
}
