package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.linalg.NativeMemoryLimit;
import io.github.udrlpg.text.FailureText;
import io.github.udrlpg.text.NearestName;
import io.github.udrlpg.text.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The entry point of every job: {@code JOB [ARGUMENT …]}, as the scripts under jobs/ call it.
 *
 * <p>Ends with exit code 0, with 2 for a wrong command line, configuration or run directory, and
 * with 1 for a failure while running.
 */
public final class Main {
  private static final Map<String, Supplier<Callable<Integer>>> JOBS =
      new TreeMap<>(
          Map.ofEntries(
              job("analyze", AnalyzeCommand::new),
              job("compact", CompactCommand::new),
              job("compare", CompareCommand::new),
              job("evaluate", EvaluateCommand::new),
              job("experiment", ExperimentCommand::new),
              job("export", ExportCommand::new),
              job("fit-offline", FitOfflineCommand::new),
              job("replay", ReplayCommand::new),
              job("resources", ResourcesCommand::new),
              job("sweep", SweepCommand::new),
              job("train", TrainCommand::new)));

  /** Whether a job is at work, and whether this process was told to end meanwhile. */
  private static volatile boolean working;

  private static volatile boolean ending;

  private Main() {}

  private static Map.Entry<String, Supplier<Callable<Integer>>> job(
      String name, Supplier<Callable<Integer>> command) {
    return Map.entry(name, command);
  }

  /** Runs a job and ends the process if it failed. */
  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(Main::end, "end"));
    working = true;
    int exitCode;
    try {
      exitCode = run(arguments);
    } finally {
      working = false;
    }
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Spark stops below a job that still works: what that throws says nothing of the reason. */
  private static void end() {
    if (working) {
      ending = true;
      System.err.println(
          "Stopped from outside. What is committed stands: --resume goes on with a run.");
    }
  }

  static int run(String... arguments) {
    NativeMemoryLimit.lift();
    try {
      PathCredentials.requireNone(List.of(arguments));
    } catch (InvalidInputException e) {
      System.err.println(e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    if (List.of(arguments).contains("--verbose")) {
      SparkLog.tellOfTasks();
    }
    String job = arguments.length == 0 ? "" : arguments[0];
    Supplier<Callable<Integer>> command = JOBS.get(job);
    if (command == null) {
      System.err.printf(
          Locale.ROOT,
          "Unknown job '%s'.%s Jobs are: %s%n",
          job,
          NearestName.hint(job, JOBS.keySet()),
          String.join(", ", JOBS.keySet()));
      return CommandLine.ExitCode.USAGE;
    }
    int exitCode =
        execute(
            commandLine(job, command.get()), Arrays.copyOfRange(arguments, 1, arguments.length));
    if (exitCode == CommandLine.ExitCode.OK) {
      SparkApplication.startWhereAwaited("udrlpg-spark " + job);
    }
    return exitCode;
  }

  /** Runs a job; what cannot be linked is an error of Java's, and no exception. */
  private static int execute(CommandLine job, String[] arguments) {
    try {
      return job.execute(arguments);
    } catch (LinkageError e) {
      job.getErr().println("Failed: " + notLinked(e));
      if (List.of(arguments).contains("--verbose")) {
        e.printStackTrace(job.getErr());
      }
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** Returns one message for a native library that was unpacked and does not load. */
  static String notLinked(LinkageError failure) {
    Throwable cause = FailureText.rootCause(failure);
    return cause instanceof UnsatisfiedLinkError
        ? Text.format(
                "Cannot load a native library: %s. Where its directory is mounted without the right"
                    + " to",
                cause.getMessage())
            + " execute, name another one with -Dorg.bytedeco.javacpp.cachedir=DIR in"
            + " spark.driver.extraJavaOptions and spark.executor.extraJavaOptions"
        : cause.toString();
  }

  private static CommandLine commandLine(String job, Callable<Integer> command) {
    return new CommandLine(command)
        .setCommandName("jobs/" + job)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain);
  }

  /** Prints one message, and the stack trace only where it was asked for. */
  private static int explain(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
    boolean verbose = parsed.hasMatchedOption("--verbose");
    boolean correctable = failure instanceof InvalidInputException;
    if (ending && !verbose) {
      return CommandLine.ExitCode.SOFTWARE;
    }
    commandLine
        .getErr()
        .println(
            correctable ? failure.getMessage() : "Failed: " + FailureText.lineWithCause(failure));
    if (verbose) {
      failure.printStackTrace(commandLine.getErr());
    } else if (!correctable) {
      commandLine.getErr().println("Run again with --verbose for the stack trace.");
    }
    return correctable ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
  }
}
