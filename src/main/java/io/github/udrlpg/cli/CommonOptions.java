package io.github.udrlpg.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every job understands. */
@Command(
    versionProvider = Versions.class,
    synopsisHeading = "%nUsage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%n",
    footer =
        "What follows a lone -- goes to spark-submit, for example: -- --master yarn%n"
            + "Exit codes: 0 done, 2 wrong command line, configuration or run, 1 failed while"
            + " running.")
final class CommonOptions {
  @Option(
      names = "--verbose",
      description = "Show the stack trace of a failure, and what Spark says of its tasks.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = "--version",
      versionHelp = true,
      description = "Show the versions of this program and what it stands on.")
  boolean version;

  /** Says what a user must know of a job that goes on. */
  static void warn(String message) {
    System.err.println("Warning: " + message);
  }
}
