package io.github.udrlpg.mujoco;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of their own load the libraries: this one has them already. */
@Tag("native")
class NativeLibrariesTest {
  @TempDir private Path directory;

  private interface Reader {
    byte[] read(Path file) throws IOException;
  }

  /** What the processes run. */
  static final class PrintVersion {
    private PrintVersion() {}

    /** Prints MuJoCo's version, or why it did not load at each of two attempts. */
    public static void main(String[] arguments) {
      for (int attempt = 0; attempt < 2; attempt++) {
        try {
          System.out.println(Mujoco.version());
          return;
        } catch (UncheckedIOException | MujocoException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  @Test
  void processesThatStartAtOnceShareAnEmptyCache() throws Exception {
    Path cache = directory.resolve("cache");
    Path jar = packedBinding();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(start(cache, jar));
    }
    for (Process process : processes) {
      assertThat(output(process)).isEqualTo(Mujoco.version());
    }
    try (Stream<Path> unpacked = Files.walk(cache)) {
      assertThat(unpacked.map(path -> path.getFileName().toString()))
          .contains("libjniudrlpgmujoco.so", "libmujoco.so.3.14.0");
    }
  }

  @Test
  void saysWhereToUnpackIfTheCacheCannotBeWritten() throws Exception {
    // Nobody can create a file in /proc, not even root.
    assertThat(output(start(Path.of("/proc"), packedBinding())).lines())
        .hasSize(2)
        .containsOnly(
            "Cannot write the cache /proc, into which native libraries are unpacked: name a"
                + " writable directory with -Dorg.bytedeco.javacpp.cachedir=DIR");
  }

  @Test
  void saysOnWhatMachinesTheJarRuns() throws Exception {
    Path cache = directory.resolve("cache");
    // The virtual machine itself complains of such a library too.
    assertThat(output(start(cache, brokenBinding())).lines())
        .filteredOn(line -> line.startsWith("Cannot load MuJoCo on Linux amd64: "))
        .hasSize(2)
        .allMatch(line -> line.contains("libjniudrlpgmujoco.so: file too short"))
        .allMatch(
            line ->
                line.endsWith("The jar carries it for Linux on x86-64 with glibc 2.28 or newer"));
  }

  /** Puts the binding into a jar: JavaCPP unpacks only from jars. */
  private Path packedBinding() throws IOException, URISyntaxException {
    return pack(Files::readAllBytes);
  }

  /** Puts the binding into a jar whose libraries no machine can load. */
  private Path brokenBinding() throws IOException, URISyntaxException {
    return pack(
        file ->
            file.toString().endsWith(".class") ? Files.readAllBytes(file) : "none".getBytes(UTF_8));
  }

  private Path pack(Reader reader) throws IOException, URISyntaxException {
    Path classes =
        Path.of(Mujoco.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = directory.resolve("binding.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes.resolve("io/github/udrlpg/mujoco"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        out.write(reader.read(file));
      }
    }
    return jar;
  }

  private static Process start(Path cache, Path jar) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dorg.bytedeco.javacpp.cachedir=" + cache,
            "-cp",
            jar + File.pathSeparator + System.getProperty("java.class.path"),
            PrintVersion.class.getName())
        .redirectErrorStream(true)
        .start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }
}
