package io.github.udrlpg.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * src/build/fetch_mujoco.py in an environment of its own: without a network, with a cache that
 * holds only the small wheel of the models, and with what the build has unpacked as an official
 * MuJoCo release.
 */
final class MujocoScript {
  static final Path PROJECT = Path.of(System.getProperty("basedir", ""));
  static final Path SCRIPT = PROJECT.resolve("src/build/fetch_mujoco.py").toAbsolutePath();
  static final Path NATIVE = PROJECT.resolve("target/native").toAbsolutePath();
  static final boolean ON_ARM = System.getProperty("os.arch").equals("aarch64");
  static final String HERE = ON_ARM ? "linux-arm64" : "linux-x86_64";
  static final String ELSEWHERE = ON_ARM ? "linux-x86_64" : "linux-arm64";
  static final String LIBRARY = "lib/%s/libmujoco.so.3.14.0";
  static final String CROSS_COMPILER = ON_ARM ? "x86_64-linux-gnu-g++" : "aarch64-linux-gnu-g++";
  static final String WHEEL = "gymnasium-1.3.0-py3-none-any.whl";

  final Path directory;
  final Path release;
  Path out;
  final Path cachedWheel;
  final Map<String, String> environment = new TreeMap<>();

  record Result(int exitCode, String messages) {}

  MujocoScript(Path directory) throws IOException {
    this.directory = directory;
    out = directory.resolve("out");
    release = copyOfRelease("official");
    cachedWheel = directory.resolve("cache/udrlpg-spark").resolve(WHEEL);
    Files.createDirectories(cachedWheel.getParent());
    Files.copy(buildCache().resolve(WHEEL), cachedWheel);
    Path empty = Files.createDirectories(directory.resolve("empty"));
    environment.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
    environment.put("PIP_NO_INDEX", "1");
    environment.put("PIP_FIND_LINKS", empty.toString());
    environment.put("PIP_CONFIG_FILE", "/dev/null");
  }

  /** Asserts an explained failure: one line that has these parts. */
  static void assertFailure(Result result, String... parts) {
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.messages()).contains("fetch_mujoco: error: ").contains(parts);
    assertThat(result.messages().lines().filter(line -> line.contains("error"))).hasSize(1);
  }

  Result fetch(Path home) throws IOException, InterruptedException {
    return fetch("3.14.0", home);
  }

  Result fetch(String version, Path home) throws IOException, InterruptedException {
    return fetch(HERE, version, home);
  }

  Result fetch(String platforms, String version, Path home)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(python());
    command.add(SCRIPT.toString());
    command.addAll(arguments(platforms, version, home));
    return run(command, environment);
  }

  List<String> arguments(String platforms, String version, Path home) {
    return List.of(
        "--platforms=" + platforms,
        "--mujoco-version=" + version,
        "--gymnasium-version=1.3.0",
        "--mujoco-home=" + (home == null ? "" : home),
        "--out=" + out);
  }

  /** Runs the script after other statements of Python have changed it. */
  Result runAsModule(String statements, List<String> arguments)
      throws IOException, InterruptedException {
    environment.put("PYTHONPATH", SCRIPT.getParent().toString());
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    String program =
        "import sys, pypi, fetch_mujoco\nsys.argv[0] = 'fetch_mujoco.py'\n"
            + statements
            + "\nsys.exit(fetch_mujoco.main())\n";
    List<String> command = new ArrayList<>(List.of(python(), "-c", program));
    command.addAll(arguments);
    return run(command, environment);
  }

  /** Returns a directory with programs of these names that do nothing. */
  Path commands(String... names) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    for (String name : names) {
      Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return bin;
  }

  /** Writes a wheel of MuJoCo with a library of a few letters. */
  static void writeWheel(Path wheel, String platform) throws IOException {
    String information = "mujoco-3.14.0.dist-info/";
    try (ZipOutputStream archive = new ZipOutputStream(Files.newOutputStream(wheel))) {
      add(archive, "mujoco/libmujoco.so.3.14.0", "library of " + platform);
      add(archive, "mujoco/include/mujoco/mujoco.h", "#define mjVERSION_HEADER 3014000\n");
      add(
          archive,
          information + "METADATA",
          "Metadata-Version: 2.1\nName: mujoco\nVersion: 3.14.0\n");
      add(archive, information + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: false\n");
    }
  }

  private static void add(ZipOutputStream archive, String name, String content) throws IOException {
    archive.putNextEntry(new ZipEntry(name));
    archive.write(content.getBytes(UTF_8));
    archive.closeEntry();
  }

  static Result run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String messages = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return new Result(process.waitFor(), messages);
  }

  /** The interpreter itself: what is called python3 may be a script that needs a PATH. */
  private static String python() throws IOException, InterruptedException {
    return run(List.of("python3", "-c", "import sys; print(sys.executable)"), Map.of()).messages();
  }

  private static Path buildCache() {
    String base = System.getenv("XDG_CACHE_HOME");
    Path cache =
        base == null || base.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(base);
    return cache.resolve("udrlpg-spark");
  }

  /** Returns an official release of this platform whose files a test may change. */
  Path copyOfRelease(String name) throws IOException {
    Path copy = directory.resolve(name);
    try (Stream<Path> files = Files.walk(NATIVE.resolve("include"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(NATIVE.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Files.createDirectories(copy.resolve("lib"));
    Files.copy(NATIVE.resolve(Text.format(LIBRARY, HERE)), copy.resolve("lib/libmujoco.so.3.14.0"));
    return copy;
  }
}
