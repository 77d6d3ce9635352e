package io.github.udrlpg.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that signals can be sent to, and what it said. */
public final class JobProcess implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Process process;
  private final Path log;

  private JobProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a command in this directory, with the Spark that Maven resolved. */
  public static JobProcess start(List<String> command, Path log) throws IOException {
    return start(command, Map.of(), log);
  }

  /**
   * Starts a command in this directory.
   *
   * @param environment beside this process' own, whose Spark and Hadoop are left out: whatever this
   *     machine has installed is none of a test's business
   */
  public static JobProcess start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeAll(List.of("SPARK_HOME", "HADOOP_CONF_DIR"));
    builder.environment().putAll(environment);
    return new JobProcess(builder.start(), log);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns whether the process ends within some time. */
  public boolean ends(Duration within) {
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while a process ran", e);
    }
  }

  /** Waits for the end of the process and returns its exit code. */
  public int exitCode() {
    if (!ends(LONGEST)) {
      throw new IllegalStateException("The process does not end: " + log());
    }
    return process.exitValue();
  }

  /** Sends a signal, such as STOP. */
  public void signal(String name) throws IOException {
    // A process that has ended meanwhile is fine.
    JobProcess kill =
        new JobProcess(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start(),
            log);
    kill.exitCode();
  }

  /** Ends the process without warning; nobody of it writes any more when this returns. */
  public void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** Returns what the process said so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
