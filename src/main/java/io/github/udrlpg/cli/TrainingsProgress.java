package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.run.TrainingJob;
import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.spark.SparkTrainings;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Tells in a line per interval how far many trainings are that run side by side. */
final class TrainingsProgress implements SparkTrainings.Listener {
  private static final Duration ON_A_TERMINAL = Duration.ofSeconds(1);

  private final String noun;
  private final Configuration hadoop;
  private final List<TrainingJob> jobs;
  private final boolean terminal = "bar".equals(System.getenv("UDRLPG_PROGRESS"));
  private final Duration interval;
  private final PrintStream out;
  private final long[] known;
  private final long start = System.nanoTime();
  private final long stepsAtStart;
  private final long laterSteps;
  private long lastLine = start;

  /**
   * Begins to follow.
   *
   * @param noun what the trainings are called: "seeds"
   * @param interval between lines of a log
   */
  TrainingsProgress(
      String noun,
      Configuration hadoop,
      List<TrainingJob> jobs,
      Duration interval,
      PrintStream out) {
    this(noun, hadoop, jobs, 0, interval, out);
  }

  /**
   * Begins to follow trainings after which others come.
   *
   * @param noun what the trainings are called: "runs"
   * @param laterSteps environment steps of the others
   * @param interval between lines of a log
   */
  TrainingsProgress(
      String noun,
      Configuration hadoop,
      List<TrainingJob> jobs,
      long laterSteps,
      Duration interval,
      PrintStream out) {
    this.laterSteps = laterSteps;
    this.noun = noun;
    this.hadoop = hadoop;
    this.jobs = List.copyOf(jobs);
    this.interval = terminal ? ON_A_TERMINAL : interval;
    this.out = out;
    this.known = new long[jobs.size()];
    this.stepsAtStart = steps();
  }

  @Override
  public void progressed(int done, int running) {
    long now = System.nanoTime();
    if (done == jobs.size()) {
      out.printf(Locale.ROOT, "%s%s %d of %d done%n", terminal ? "\r\033[K" : "", noun, done, done);
    } else if (now - lastLine >= interval.toNanos()) {
      lastLine = now;
      String line = line(done, running, steps(), Duration.ofNanos(now - start));
      out.print(terminal ? "\r\033[K" + line : line + System.lineSeparator());
    }
  }

  /** What has ended has no steps to come, whether it took all of them or failed. */
  @Override
  public void ended(TrainingOutcome outcome) {
    for (int i = 0; i < known.length; i++) {
      if (jobs.get(i).directory().equals(outcome.directory())) {
        known[i] = jobs.get(i).maxEnvSteps();
      }
    }
  }

  String line(int done, int running, long steps, Duration elapsed) {
    long all = jobs.stream().mapToLong(TrainingJob::maxEnvSteps).sum();
    String line =
        Text.format(
            "%s %d of %d done, %d running, %.0f %% of the environment steps, %s left",
            noun,
            done,
            jobs.size(),
            running,
            100.0 * steps / all,
            ProgressReporter.remaining(steps - stepsAtStart, all - steps, elapsed));
    return laterSteps == 0
        ? line
        : Text.format(
            "%s, %s with what follows",
            line,
            ProgressReporter.remaining(steps - stepsAtStart, all - steps + laterSteps, elapsed));
  }

  /** Returns the environment steps of all runs, as their newest segments of metrics have them. */
  private long steps() {
    long sum = 0;
    for (int i = 0; i < known.length; i++) {
      if (known[i] < jobs.get(i).maxEnvSteps()) {
        known[i] = Math.max(known[i], stepsOf(jobs.get(i)));
      }
      sum += known[i];
    }
    return sum;
  }

  private long stepsOf(TrainingJob job) {
    try {
      return RunMetrics.open(hadoop, new Path(UserPath.written(job.directory()), "metrics"))
          .iterations()
          .readLast()
          .map(IterationMetrics::envSteps)
          .orElse(0L);
    } catch (IOException | InvalidInputException e) {
      // The run is just writing there: the next look tells.
      return 0;
    }
  }
}
