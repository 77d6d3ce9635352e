package io.github.udrlpg.reliability;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.testing.FaultyFileSystem;
import io.github.udrlpg.testing.FaultyFileSystem.Fault;
import io.github.udrlpg.testing.FaultyFileSystem.Faults;
import io.github.udrlpg.testing.JobProcess;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A driver that is a process of its own and can die like one: it trains a tiny run from wherever
 * the run stands to its end.
 */
final class DriverProcess {
  /** The exit code of a process that was halted at a change of a file. */
  static final int HALTED = 137;

  private DriverProcess() {}

  /** Some twenty iterations whose episodes cost nothing, evaluations and checkpoints between. */
  static Settings settings() {
    return Runs.tiny(
            "env.id=Instant-v0",
            "returns.min=0",
            "returns.max=1",
            "training.max-env-steps=41",
            "calibration.enabled=false",
            "evaluation.every-env-steps=10",
            "evaluation.extensive-every-env-steps=20",
            "checkpoint.every-iterations=3",
            "checkpoint.keep=2")
        .settings();
  }

  /** Starts a driver that nothing happens to by itself. */
  static JobProcess start(Path run, Path log) throws IOException {
    return start(run, log, Fault.DIE_BEFORE, 0);
  }

  /** Starts a driver whose process halts at its Nth change of a file. */
  static JobProcess start(Path run, Path log, Fault fault, int at) throws IOException {
    return start(
        DriverProcess.class, List.of(run.toString(), fault.name(), Integer.toString(at)), log);
  }

  /** Starts a process like this one, whose own part is the main method of a class. */
  static JobProcess start(Class<?> main, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens") || option.startsWith("-D"))
            .toList());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    return JobProcess.start(command, log);
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
}
