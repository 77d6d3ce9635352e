package io.github.udrlpg.cli;

import io.github.udrlpg.compact.PlannedFile;
import io.github.udrlpg.text.Text;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Tells how far a compaction is: a line per interval, or one that is kept current. */
final class CompactionProgress {
  private static final Duration IN_A_LOG = Duration.ofSeconds(10);
  private static final Duration ON_A_TERMINAL = Duration.ofMillis(500);

  private final int files;
  private final long bytes;
  private final PrintStream out;
  private final boolean terminal = "bar".equals(System.getenv("UDRLPG_PROGRESS"));
  private final long start = System.nanoTime();
  private long lastLine = start;
  private int filesDone;
  private long bytesDone;

  CompactionProgress(List<PlannedFile> plan, PrintStream out) {
    this.files = plan.size();
    this.bytes = plan.stream().mapToLong(PlannedFile::bytes).sum();
    this.out = out;
  }

  void done(PlannedFile file) {
    filesDone++;
    bytesDone += file.bytes();
    long now = System.nanoTime();
    if (now - lastLine >= (terminal ? ON_A_TERMINAL : IN_A_LOG).toNanos()) {
      lastLine = now;
      String line = line(Duration.ofNanos(now - start));
      out.print(terminal ? "\r\033[K" + line : line + System.lineSeparator());
    }
  }

  String line(Duration elapsed) {
    double left = elapsed.toMillis() / 1000.0 * (bytes - bytesDone) / Math.max(1, bytesDone);
    return Text.format(
        "%d of %d files | %,d of %,d MiB (%.0f %%) | %s left",
        filesDone,
        files,
        bytesDone >> 20,
        bytes >> 20,
        100.0 * bytesDone / Math.max(1, bytes),
        ProgressReporter.format(Duration.ofSeconds(Math.round(left))));
  }

  /** Leaves a clean line to whatever comes next. */
  void end() {
    if (terminal) {
      out.print("\r\033[K");
    }
  }
}
