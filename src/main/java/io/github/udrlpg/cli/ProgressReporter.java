package io.github.udrlpg.cli;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingSummary;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.text.Text;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells how far a run is: a line per interval, or on a terminal one line that is kept current. */
final class ProgressReporter implements TrainingListener {
  private static final int BAR_WIDTH = 24;

  private final long maxEnvSteps;
  private final Duration interval;
  private final PrintStream out;

  /**
   * The scripts under jobs/ know whether somebody watches; a driver in a cluster has no terminal.
   */
  private final boolean terminal = "bar".equals(System.getenv("UDRLPG_PROGRESS"));

  private final long start = System.nanoTime();
  private final List<String> warnings = new ArrayList<>();
  private long lastLine = start;
  private long firstEnvSteps = -1;
  private String evaluation = "";

  ProgressReporter(Settings settings, PrintStream out) {
    this.maxEnvSteps = settings.training().maxEnvSteps();
    this.interval = Duration.ofSeconds(settings.progress().everySeconds());
    this.out = out;
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void iterationFinished(IterationMetrics metrics) {
    long now = System.nanoTime();
    if (firstEnvSteps < 0) {
      firstEnvSteps = metrics.envSteps();
    }
    if (terminal) {
      out.printf(Locale.ROOT, "\r\033[K%s", bar(metrics) + " " + line(metrics, now));
    } else if (now - lastLine >= interval.toNanos()) {
      out.println(line(metrics, now));
      lastLine = now;
    }
  }

  private String line(IterationMetrics metrics, long now) {
    return Text.format(
        "iteration %d | %,d of %,d env steps (%.0f %%) | return %s, best command %s%s | %s left",
        metrics.iteration(),
        metrics.envSteps(),
        maxEnvSteps,
        100.0 * metrics.envSteps() / maxEnvSteps,
        Text.orDash("%.1f", metrics.meanReturn()),
        Text.orDash("%.3f", metrics.highestSeen()),
        evaluation,
        remaining(metrics.envSteps(), now));
  }

  private String bar(IterationMetrics metrics) {
    int filled = (int) Math.min(BAR_WIDTH, BAR_WIDTH * metrics.envSteps() / maxEnvSteps);
    return "[" + "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled) + "]";
  }

  /** Extrapolates the environment steps per second since this process began. */
  private String remaining(long envSteps, long now) {
    return remaining(
        envSteps - firstEnvSteps, maxEnvSteps - envSteps, Duration.ofNanos(now - start));
  }

  /** Returns how long what is left will take, if it goes on as what was done in a time. */
  static String remaining(long done, long left, Duration elapsed) {
    if (done <= 0) {
      return "unknown time";
    }
    double seconds = elapsed.toNanos() * 1e-9 / done * Math.max(0, left);
    return format(Duration.ofSeconds(Math.round(seconds)));
  }

  static String format(Duration duration) {
    if (duration.toHours() > 0) {
      return Text.format("%d h %02d min", duration.toHours(), duration.toMinutesPart());
    }
    if (duration.toMinutes() > 0) {
      return Text.format("%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
    }
    return duration.toSeconds() + " s";
  }

  @Override
  public void evaluated(List<EvaluationMetrics> rows) {
    EvaluationMetrics first = rows.get(0);
    if (first.kind().equals("regular") || first.kind().equals("final")) {
      evaluation =
          Text.format(
              " | evaluation %s ± %s",
              Text.orDash("%.1f", first.meanReturn()),
              Text.orDash("%.1f", first.standardDeviation()));
    }
  }

  @Override
  public void finished(TrainingSummary summary) {
    out.printf(
        Locale.ROOT,
        "%s%,d env steps in %d iterations | final evaluation %s ± %s | took %s%n",
        terminal ? "\r\033[K" : "",
        summary.envSteps(),
        summary.iterations(),
        Text.orDash("%.1f", summary.finalMean()),
        Text.orDash("%.1f", summary.finalDeviation()),
        format(Duration.ofSeconds(Math.round(summary.wallSeconds()))));
  }

  @Override
  public void warning(String message) {
    warnings.add(message);
    out.println("Warning: " + message);
  }
}
