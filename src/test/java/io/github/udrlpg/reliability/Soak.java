package io.github.udrlpg.reliability;

import io.github.udrlpg.benchmark.FreshJvm;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Fingerprint;
import io.github.udrlpg.testing.JobProcess;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains a run in one go, then the same run with its driver killed, preempted or suspended at
 * random moments, and compares the two; again and again, each time with another seed.
 */
@Command(
    name = "jobs/soak",
    description =
        "Kills, preempts and suspends runs at random and compares what becomes of them with the"
            + " same runs left alone. Ends with exit code 1 at the first difference.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class Soak implements Callable<Integer> {
  @Option(names = "--minutes", description = "No new run is begun after this long.")
  private int minutes = 10;

  @Option(
      names = "--seed",
      description = "Repeat the moments of an earlier soak; left out, a new seed is drawn.")
  private Long seed;

  @Option(names = "--conf", paramLabel = "CONF", description = "What is trained.")
  private Path conf = Path.of("conf/smoke.conf");

  @Option(
      names = "--longest-life",
      paramLabel = "SECONDS",
      description =
          "The first driver lives between one second and this long before something happens,"
              + " each further one may live a quarter of a second longer.")
  private int longestLife = 14;

  /** What happens to a driver. */
  private enum Event {
    /** SIGKILL: nothing of the process runs any more. */
    KILL,
    /** SIGTERM, and SIGKILL after a grace period, as from a cluster that wants its node back. */
    PREEMPT,
    /** SIGSTOP, another driver takes over for a while, SIGCONT. */
    SUSPEND,
    /** Nothing: it came to its end. */
    FINISH
  }

  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Map<Event, Integer> counts = new EnumMap<>(Event.class);

  /** Soaks this machine. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Soak()).setUsageHelpAutoWidth(true).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    long drawn = seed == null ? new Random().nextLong() : seed;
    System.out.printf(Locale.ROOT, "--seed %d%n", drawn);
    Random random = new Random(drawn);
    Instant end = Instant.now().plus(Duration.ofMinutes(minutes));
    int runs = 0;
    while (Instant.now().isBefore(end)) {
      int trained = ++runs;
      int code = FreshJvm.inTemporaryDirectory(directory -> soak(trained, random, directory));
      if (code != 0) {
        System.out.printf(Locale.ROOT, "FAILED in run %d; repeat with --seed %d%n", runs, drawn);
        return code;
      }
    }
    System.out.printf(
        Locale.ROOT, "%d runs, every one equal to the same run left alone: %s%n", runs, counts);
    return 0;
  }

  private int soak(int number, Random random, Path directory) throws IOException {
    Path whole = directory.resolve("whole");
    Path run = directory.resolve("run");
    JobProcess reference = start(number, whole, directory.resolve("whole.log"));
    if (reference.exitCode() != 0) {
      return failed("The run that was left alone failed: " + reference.log());
    }
    List<String> rows = Dataset.rows(whole);
    int committed = 0;
    int drivers = 0;
    StringBuilder story = new StringBuilder();
    for (Event event = Event.KILL; event != Event.FINISH; ) {
      Path log = directory.resolve("driver-" + ++drivers + ".log");
      JobProcess driver = start(number, run, log);
      // Each driver may live a little longer, so that the run ends on however slow a machine.
      Duration life =
          Duration.ofMillis(1000 + random.nextInt(1000 * (longestLife - 1)) + 250L * drivers);
      event =
          disturb(driver, life, random, () -> start(number, run, directory.resolve("other.log")));
      counts.merge(event, 1, Integer::sum);
      List<String> found = Dataset.rows(run);
      story.append(Text.format(" %s at %d rows,", event, found.size()));
      if (found.size() < committed || !found.equals(rows.subList(0, found.size()))) {
        return failed(
            Text.format(
                    "After%s there are %d rows, which are not the beginning of the %d of the whole"
                        + " run, or",
                    story, found.size(), rows.size())
                + Text.format(" less than the %d before. %s", committed, driver.log()));
      }
      if (event == Event.FINISH && driver.exitCode() != 0) {
        return failed(Text.format("After%s a driver failed: %s", story, driver.log()));
      }
      committed = found.size();
    }
    System.out.printf(Locale.ROOT, "run %d:%s%n", number, story);
    return compare(whole, run);
  }

  private static int compare(Path whole, Path run) throws IOException {
    Map<String, String> expected = Fingerprint.of(whole);
    Map<String, String> found = Fingerprint.of(run);
    if (!found.equals(expected)) {
      return failed(Text.format("The runs differ: %s and %s", expected, found));
    }
    long files = Runs.files(run).stream().filter(name -> name.endsWith(".parquet")).count();
    long left = Runs.files(whole).stream().filter(name -> name.endsWith(".parquet")).count();
    return files == left
        ? 0
        : failed(Text.format("There are %d Parquet files in place of %d", files, left));
  }

  private static int failed(String what) {
    System.out.println(what);
    return 1;
  }

  private interface Successor {
    JobProcess start() throws IOException;
  }

  private Event disturb(JobProcess driver, Duration life, Random random, Successor successor)
      throws IOException {
    Event event = Event.values()[random.nextInt(Event.values().length - 1)];
    if (driver.ends(life)) {
      return Event.FINISH;
    }
    switch (event) {
      case KILL -> driver.kill();
      case PREEMPT -> {
        driver.signal("TERM");
        driver.ends(GRACE);
        driver.kill();
      }
      default -> {
        driver.signal("STOP");
        JobProcess other = successor.start();
        other.ends(Duration.ofSeconds(1 + random.nextInt(longestLife)));
        driver.signal("CONT");
        driver.ends(Duration.ofSeconds(longestLife));
        driver.kill();
        other.kill();
      }
    }
    return event;
  }

  /** Begins the run or goes on with it, whatever its directory holds. */
  private JobProcess start(int number, Path run, Path log) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("jobs/train", conf.toString(), "--out", run.toString(), "--set"));
    command.add("run.seed=" + number);
    if (Files.exists(run.resolve("run.json"))) {
      command.add("--resume");
    }
    return JobProcess.start(command, log);
  }
}
