package io.github.udrlpg.cli;

import com.sun.management.OperatingSystemMXBean;
import io.github.udrlpg.benchmark.FreshJvm;
import io.github.udrlpg.testing.CommandLineRunner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How busy a sweep of many small trials keeps the cores: the CPU time of the process over wall time
 * and cores, over the whole job and from the first run's beginning to the last one's end.
 */
@Command(
    name = "sweep",
    description =
        "How busy a sweep keeps the cores of this machine, Spark, driver and executor in one"
            + " process. Nothing else may run meanwhile: a process that has to wait is not busy.",
    mixinStandardHelpOptions = true)
public final class SweepBenchmark implements Callable<Integer> {
  private static final Pattern END = Pattern.compile("runs (\\d+) of \\1 done");
  private static final long POLL_MILLISECONDS = 50;

  @Option(
      names = "--sweep",
      defaultValue = "conf/sweeps/inverted-pendulum.conf",
      description = "The sweep. Default: ${DEFAULT-VALUE}, 64 trials of two seeds.")
  private String sweep;

  @Option(
      names = "--cores",
      defaultValue = "2",
      description = "Trials at once. Default: ${DEFAULT-VALUE}.")
  private int cores;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key of every trial, for example training.max-env-steps=2000.")
  private List<String> overrides = new ArrayList<>();

  /** A moment of this process. */
  private record Moment(long wallNanos, long cpuNanos) {
    static Moment now() {
      var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Moment(System.nanoTime(), system.getProcessCpuTime());
    }

    void print(String what, Moment end, int cores) {
      double wall = (double) (end.wallNanos - wallNanos);
      System.out.printf(
          Locale.ROOT,
          "%-32s %8.1f s wall, %5.1f %% of %d cores busy%n",
          what,
          wall / TimeUnit.SECONDS.toNanos(1),
          100 * (end.cpuNanos - cpuNanos) / (wall * cores),
          cores);
    }
  }

  @Override
  public Integer call() throws IOException {
    return FreshJvm.inTemporaryDirectory(this::measure);
  }

  private int measure(Path directory) throws IOException {
    Path out = directory.resolve("sweep");
    CommandLineRunner jobs = new CommandLineRunner(Main::run);
    jobs.useLocalSpark(cores);
    List<Object> arguments = new ArrayList<>(List.of("sweep", sweep, "--out", out));
    for (String override : overrides) {
      arguments.addAll(List.of("--set", override));
    }
    Moment start = Moment.now();
    AtomicBoolean ended = new AtomicBoolean();
    Watch watch = new Watch(out, ended);
    watch.start();
    int exitCode = jobs.execute(arguments.toArray());
    ended.set(true);
    Moment end = Moment.now();
    if (exitCode != 0 || !END.matcher(jobs.err()).find() || watch.first == null) {
      System.err.println(jobs.err());
      return 1;
    }
    start.print("the whole job", end, cores);
    start.print("  before the first run", watch.first, cores);
    watch.first.print("  from first run to last", watch.last, cores);
    watch.last.print("  results and report", end, cores);
    return 0;
  }

  /** Notes when the first run stands and when the last rung has ended. */
  private static final class Watch extends Thread {
    private final Path out;
    private final AtomicBoolean ended;
    private volatile Moment first;
    private volatile Moment last;

    Watch(Path out, AtomicBoolean ended) {
      this.out = out;
      this.ended = ended;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        while (!ended.get()) {
          if (first == null && holdsRun()) {
            first = Moment.now();
          }
          if (last == null && Files.exists(out.resolve("rungs/rung-0.json"))) {
            last = Moment.now();
          }
          TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private boolean holdsRun() throws IOException {
      Path trials = out.resolve("trials");
      if (!Files.exists(trials)) {
        return false;
      }
      try (Stream<Path> runs = Files.list(trials)) {
        return runs.anyMatch(trial -> Files.exists(trial.resolve("seed-1/run.json")));
      }
    }
  }
}
