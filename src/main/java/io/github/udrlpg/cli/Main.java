package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.env.Mjcf;
import io.github.udrlpg.linalg.NativeMemoryLimit;
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
              job("environments", EnvironmentsCommand::new),
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
    Text.formatAsEverywhere();
    Mjcf.readFilesBy(SparkApplication::hadoopConfiguration);
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

  /** Runs a job; picocli hands on exceptions, and lets errors of Java's through. */
  private static int execute(CommandLine job, String[] arguments) {
    try {
      return job.execute(arguments);
    } catch (Error e) {
      return explain(e, job, List.of(arguments).contains("--verbose"));
    }
  }

  private static CommandLine commandLine(String job, Callable<Integer> command) {
    return new CommandLine(command)
        .setCommandName("jobs/" + job)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain);
  }

  private static int explain(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
    return explain(failure, commandLine, parsed.hasMatchedOption("--verbose"));
  }

  /** Prints one message, and the stack trace only where it was asked for. */
  private static int explain(Throwable failure, CommandLine commandLine, boolean verbose) {
    if (ending && !verbose) {
      return CommandLine.ExitCode.SOFTWARE;
    }
    FailureMessage message = FailureMessage.of(failure);
    commandLine.getErr().println(message.text());
    if (verbose) {
      failure.printStackTrace(commandLine.getErr());
    } else if (message.exitCode() != CommandLine.ExitCode.USAGE) {
      commandLine.getErr().println("Run again with --verbose for the stack trace.");
    }
    return message.exitCode();
  }
}
