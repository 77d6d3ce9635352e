package io.github.udrlpg.text;

/** What a failure says to people: Spark's messages span pages of executors' stack traces. */
public final class FailureText {
  private FailureText() {}

  /** Returns what began it all. */
  public static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Returns the type of a failure and the first line of its message. */
  public static String line(Throwable failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    String first = message.lines().findFirst().orElse("");
    return failure.getClass().getSimpleName() + (first.isEmpty() ? "" : ": " + first);
  }

  /** Returns the same, and of what began it all where that says more. */
  public static String lineWithCause(Throwable failure) {
    String line = line(failure);
    Throwable cause = rootCause(failure);
    boolean saysMore = cause.getMessage() != null && !line.contains(firstLine(cause.getMessage()));
    return saysMore ? Text.format("%s, because of %s", line, line(cause)) : line;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
