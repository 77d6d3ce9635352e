package io.github.udrlpg.clusters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The processes that a cluster of this process started, and waiting for what they do. */
final class Processes {
  private static final Duration LONGEST = Duration.ofMinutes(4);

  private Processes() {}

  /** Something that can be looked at again and again. */
  @FunctionalInterface
  interface Sign {
    boolean isThere() throws IOException;
  }

  /** Waits for a sign, or fails with what is known. */
  static void await(String what, Sign sign, java.util.function.Supplier<String> log)
      throws IOException {
    Instant end = Instant.now().plus(LONGEST);
    while (!sign.isThere()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("Not within " + LONGEST + ": " + what + "\n" + log.get());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        throw new IOException("Interrupted while a cluster works", e);
      }
    }
  }

  /** Returns the Java processes below this one that run a class of this simple name. */
  static List<ProcessHandle> running(String className) {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> arguments(process).stream().anyMatch(word -> word.endsWith(className)))
        .toList();
  }

  /** The whole command line, which Java's own view of a process cuts at 4096 bytes. */
  private static List<String> arguments(ProcessHandle process) {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      List<String> words = List.of(Files.readString(file, StandardCharsets.UTF_8).split("\0", -1));
      return words.get(0).endsWith("/java") ? words : List.of();
    } catch (IOException e) {
      // It has ended meanwhile.
      return List.of();
    }
  }
}
