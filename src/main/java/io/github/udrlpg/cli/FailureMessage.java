package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.FailureText;
import io.github.udrlpg.text.Text;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * What a user is told of a failure, exceptions and errors of Java's alike, and the exit code.
 *
 * @param text one message
 * @param exitCode 2 for what the user can correct in what he gave, else 1
 */
record FailureMessage(String text, int exitCode) {
  private static final String OURS = "io.github.udrlpg.";

  /** Explains a failure by what began it, as far down as a way out is known. */
  static FailureMessage of(Throwable failure) {
    if (failure instanceof InvalidInputException) {
      return new FailureMessage(failure.getMessage(), CommandLine.ExitCode.USAGE);
    }
    List<Throwable> chain = FailureText.chain(failure);
    String text =
        chain.stream()
            .flatMap(cause -> known(cause, chain).stream())
            .findFirst()
            .orElseGet(() -> FailureText.lineWithCause(failure));
    return new FailureMessage("Failed: " + text, CommandLine.ExitCode.SOFTWARE);
  }

  private static Optional<String> known(Throwable cause, List<Throwable> chain) {
    if (cause instanceof OutOfMemoryError) {
      return Optional.of(outOfMemory(cause));
    }
    if (cause instanceof StackOverflowError) {
      return Optional.of(
          Text.format(
                  "Java's stack is exhausted%s: something is nested too deeply. A larger stack is"
                      + " -Xss64m in",
                  where(cause))
              + " spark.driver.extraJavaOptions and spark.executor.extraJavaOptions");
    }
    if (NativeLibraryFailure.isOne(cause)) {
      return NativeLibraryFailure.message(chain);
    }
    if (isOwnName(cause)) {
      return Optional.of(
          Text.format(
                  "The name of this machine does not resolve (%s): say by which address Spark"
                      + " reaches it",
                  FailureText.line(cause))
              + " with SPARK_LOCAL_IP in the environment, such as SPARK_LOCAL_IP=127.0.0.1 for"
              + " local[*], or add the name to /etc/hosts. spark.driver.host and"
              + " spark.driver.bindAddress alone come too late");
    }
    if (cause instanceof InvalidPathException path && path.getReason().contains("unmappable")) {
      return Optional.of(
          Text.format(
                  "%s: the locale of this process cannot spell the path. Start with a locale of"
                      + " UTF-8, for",
                  FailureText.line(cause))
              + " example LC_ALL=C.UTF-8; for executors spark.executorEnv.LC_ALL=C.UTF-8");
    }
    return Optional.empty();
  }

  /** A heap says nothing of who asked: our topmost method does, and what it works on. */
  private static String outOfMemory(Throwable error) {
    String message = error.getMessage() == null ? "" : Text.format(" (%s)", error.getMessage());
    return Text.format(
            "Out of memory%s%s: the heap of this process ends at %.1f GiB.",
            where(error), message, Runtime.getRuntime().maxMemory() / (double) (1L << 30))
        + " Lower training.batch-size, buffer.capacity, rollout.policies-per-iteration or the sizes"
        + " of layers, or give more: spark.driver.memory and spark.executor.memory for the heap,"
        + " their memoryOverhead for what is outside of it. jobs/resources CONF says what a run"
        + " needs";
  }

  private static String where(Throwable error) {
    return Stream.of(error.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith(OURS))
        .findFirst()
        .map(
            frame ->
                Text.format(
                    " in %s.%s",
                    frame.getClassName().substring(OURS.length()), frame.getMethodName()))
        .orElse("");
  }

  private static boolean isOwnName(Throwable cause) {
    boolean unknown =
        cause instanceof UnknownHostException
            || (cause instanceof ExceptionInInitializerError
                && String.valueOf(cause.getMessage())
                    .contains(UnknownHostException.class.getName()));
    return unknown
        && Stream.of(cause.getStackTrace())
            .anyMatch(
                frame ->
                    frame.getClassName().startsWith("org.apache.spark.")
                        || (frame.getClassName().equals(InetAddress.class.getName())
                            && frame.getMethodName().equals("getLocalHost")));
  }
}
