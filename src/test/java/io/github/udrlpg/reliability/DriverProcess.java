package io.github.udrlpg.reliability;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.testing.FaultyFileSystem;
import io.github.udrlpg.testing.FaultyFileSystem.Fault;
import io.github.udrlpg.testing.FaultyFileSystem.Faults;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.train.TrainingListener;
import io.github.udrlpg.train.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/**
 * A driver that is a process of its own and can die like one: it trains a tiny run from wherever
 * the run stands to its end.
 */
final class DriverProcess implements AutoCloseable {
  /** The exit code of a process that was halted at a change of a file. */
  static final int HALTED = 137;

  private final Process process;
  private final Path log;

  private DriverProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Some twenty iterations whose episodes cost nothing, evaluations and checkpoints between. */
  static Settings settings() {
    return Runs.tiny(
            "env.id=Instant-v0",
            "returns.min=0",
            "returns.max=1",
            "training.max-env-steps=41",
            "evaluation.every-env-steps=10",
            "evaluation.extensive-every-env-steps=20",
            "checkpoint.every-iterations=3",
            "checkpoint.keep=2")
        .settings();
  }

  /** Starts a driver that nothing happens to by itself. */
  static DriverProcess start(Path run, Path log) {
    return start(run, log, Fault.DIE_BEFORE, 0);
  }

  /** Starts a driver whose process halts at its Nth change of a file. */
  static DriverProcess start(Path run, Path log, Fault fault, int at) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens") || option.startsWith("-D"))
            .toList());
    command.addAll(
        List.of(
            "-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(DriverProcess.class.getName(), run.toString(), fault.name(), Integer.toString(at)));
    try {
      return new DriverProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start(),
          log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process' own part. */
  public static void main(String[] arguments) throws IOException {
    Faults faults = new Faults(Fault.valueOf(arguments[1]), Integer.parseInt(arguments[2]), true);
    train(Path.of(arguments[0]), FaultyFileSystem.configuration(faults));
    System.exit(0);
  }

  /** Trains in the calling process. */
  static void train(Path run, Configuration hadoop) throws IOException {
    new TrainingRun("test", settings(), hadoop, new org.apache.hadoop.fs.Path(run.toUri()), 1)
        .train(new LocalRolloutRunner(), new TrainingListener() {});
  }

  /** Waits for the end of the process and returns its exit code. */
  int exitCode() {
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new AssertionError("The driver runs on: " + log());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  /** Sends a signal, such as STOP. */
  void signal(String name) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new AssertionError("kill -%s failed".formatted(name));
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Returns what the process said so far. */
  String log() {
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
