package io.github.udrlpg.benchmark;

import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs a part of a benchmark in a process of its own, and tells what memory that took. */
public final class FreshJvm {
  /** By its name, because a build against Spark 3.5 goes without the list of all benchmarks. */
  private static final String BENCHMARKS = FreshJvm.class.getPackageName() + ".Benchmarks";

  private FreshJvm() {}

  /** Work in a directory that is removed afterwards. */
  public interface Work {
    /** Does it and returns an exit code. */
    int in(Path directory) throws IOException;
  }

  /** Does the work in a temporary directory and removes that with all its content. */
  public static int inTemporaryDirectory(Work work) throws IOException {
    Path directory = Files.createTempDirectory("udrlpg-bench");
    try {
      return work.in(directory);
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Runs a benchmark in a new process with this one's options of Java and one more. */
  public static int run(String javaOption, List<String> benchmark) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add(javaOption);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), BENCHMARKS));
    command.addAll(benchmark);
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      throw new IOException("Interrupted while a benchmark ran in a process of its own", e);
    }
  }

  /** Prints this process' memory so far: resident at its peak, and what is known of its parts. */
  public static void printMemory() throws IOException {
    Runtime heap = Runtime.getRuntime();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    System.out.printf(
        Locale.ROOT,
        "  peak resident memory       %8d MiB (now %d); heap %d of %d MiB in use, direct buffers"
            + " %d%n",
        mebibytes("VmHWM"),
        mebibytes("VmRSS"),
        (heap.totalMemory() - heap.freeMemory()) >> 20,
        heap.totalMemory() >> 20,
        direct >> 20);
  }

  /** Returns the bytes that this process has read so far, from wherever. */
  public static long bytesRead() throws IOException {
    return number("/proc/self/io", "rchar");
  }

  private static long mebibytes(String name) throws IOException {
    return number("/proc/self/status", name) / 1024;
  }

  private static long number(String file, String name) throws IOException {
    for (String line : Files.readAllLines(Path.of(file), StandardCharsets.UTF_8)) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException(Text.format("This system tells no %s in %s", name, file));
  }
}
