package io.github.udrlpg.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the operating system says of this machine and process; Linux tells, others are silent. */
final class Machine {
  /** The extensions that decide which kernels MuJoCo and OpenBLAS choose, and so the last bits. */
  private static final Set<String> DECISIVE = Set.of("avx", "avx2", "fma", "avx512f", "avx512bw");

  private Machine() {}

  /**
   * Returns architecture, model, cores and decisive instruction sets of the processor, and which
   * kernels OpenBLAS is told to use, whatever the processor has.
   */
  static Map<String, Object> cpu() {
    Map<String, Object> cpu = new LinkedHashMap<>();
    cpu.put("architecture", System.getProperty("os.arch"));
    cpu.put("model", field("/proc/cpuinfo", "model name", System.getProperty("os.arch")));
    cpu.put("cores", Runtime.getRuntime().availableProcessors());
    String flags = field("/proc/cpuinfo", "flags", "");
    cpu.put(
        "flags", Arrays.stream(flags.split(" ", -1)).filter(DECISIVE::contains).sorted().toList());
    cpu.put("openblas-kernels", System.getenv().getOrDefault("OPENBLAS_CORETYPE", "by processor"));
    return cpu;
  }

  /** Returns the most resident memory this process ever had, in MiB; 0 where nobody tells. */
  static long peakResidentMebibytes() {
    String kibibytes = field("/proc/self/status", "VmHWM", "0 kB");
    return Long.parseLong(kibibytes.split(" ", -1)[0]) / 1024;
  }

  private static String field(String file, String name, String otherwise) {
    try {
      List<String> lines = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
      return lines.stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
