package io.github.udrlpg.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a failure says to people: Spark's messages span pages of executors' stack traces. */
public final class FailureText {
  private FailureText() {}

  /** Returns a failure and its causes, what began it last; some libraries make them a circle. */
  public static List<Throwable> chain(Throwable failure) {
    Set<Throwable> chain = new LinkedHashSet<>();
    for (Throwable cause = failure; cause != null && chain.add(cause); ) {
      cause = cause.getCause();
    }
    return List.copyOf(chain);
  }

  /** Returns what began it all. */
  public static Throwable rootCause(Throwable failure) {
    List<Throwable> chain = chain(failure);
    return chain.get(chain.size() - 1);
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
