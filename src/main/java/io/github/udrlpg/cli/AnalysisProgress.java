package io.github.udrlpg.cli;

import io.github.udrlpg.analysis.AnalysisListener;
import io.github.udrlpg.text.Text;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Tells how far an analysis is: a line for each stage as it begins, and while it goes on a line per
 * interval, or on a terminal one that is kept current.
 */
final class AnalysisProgress implements AnalysisListener {
  private static final Duration IN_A_LOG = Duration.ofSeconds(10);
  private static final Duration ON_A_TERMINAL = Duration.ofMillis(500);

  private static final List<Stage> STAGES = List.of(Stage.values());

  private final PrintStream out;
  private final boolean terminal = "bar".equals(System.getenv("UDRLPG_PROGRESS"));
  private final long start = System.nanoTime();
  private String stage = "";
  private long stageStart = start;
  private long lastLine = start;

  AnalysisProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void began(Stage next, String detail) {
    end();
    stageStart = System.nanoTime();
    lastLine = stageStart;
    stage =
        Text.format("stage %d of %d, %s", STAGES.indexOf(next) + 1, STAGES.size(), next.label());
    out.println(
        Text.format(
            "%s: %s | after %s",
            stage, detail, ProgressReporter.format(Duration.ofNanos(stageStart - start))));
  }

  @Override
  public void warning(String message) {
    out.println((terminal ? "\r\033[K" : "") + "Warning: " + message);
  }

  @Override
  public void progressed(long done, long parts) {
    long now = System.nanoTime();
    if (now - lastLine >= (terminal ? ON_A_TERMINAL : IN_A_LOG).toNanos()) {
      lastLine = now;
      String line = line(done, parts, Duration.ofNanos(now - stageStart));
      out.print(terminal ? "\r\033[K" + line : line + System.lineSeparator());
    }
  }

  /** How long the stages after this one take is known when they are reached. */
  String line(long done, long parts, Duration elapsed) {
    return Text.format(
        "%s | %,d of %,d parts (%.0f %%) | %s left in this stage",
        stage,
        done,
        parts,
        100.0 * done / Math.max(1, parts),
        ProgressReporter.remaining(done, parts - done, elapsed));
  }

  /** Leaves a clean line to whatever comes next. */
  void end() {
    if (terminal) {
      out.print("\r\033[K");
    }
  }
}
