package io.github.udrlpg.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs src/build/fetch_mujoco.py without a network. What the build has unpacked serves as an
 * official MuJoCo release, so that the tests need only the small wheel of the models, which the
 * build has left in the cache.
 */
@Tag("native")
class FetchMujocoTest {
  private static final Path PROJECT = Path.of(System.getProperty("basedir", ""));
  private static final Path SCRIPT = PROJECT.resolve("src/build/fetch_mujoco.py").toAbsolutePath();
  private static final Path RELEASE = PROJECT.resolve("target/native").toAbsolutePath();
  private static final String WHEEL = "gymnasium-1.3.0-py3-none-any.whl";
  private static final String MODEL = "resources/io/github/udrlpg/env/models/hopper.xml";

  @TempDir private Path directory;
  private Path out;
  private Path cachedWheel;
  private final Map<String, String> environment = new TreeMap<>();

  private record Result(int exitCode, String messages) {}

  @BeforeEach
  void warmCacheAndNoNetwork() throws IOException {
    out = directory.resolve("out");
    cachedWheel = directory.resolve("cache/udrlpg-spark").resolve(WHEEL);
    Files.createDirectories(cachedWheel.getParent());
    Files.copy(buildCache().resolve(WHEEL), cachedWheel);
    Path empty = Files.createDirectories(directory.resolve("empty"));
    environment.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
    environment.put("PIP_NO_INDEX", "1");
    environment.put("PIP_FIND_LINKS", empty.toString());
    environment.put("PIP_CONFIG_FILE", "/dev/null");
  }

  @Test
  void worksOfflineFromAWarmCacheAndThenDoesNothing() throws Exception {
    assertThat(fetch(RELEASE)).isEqualTo(new Result(0, ""));
    assertThat(out.resolve("lib/libmujoco.so")).isSymbolicLink();
    assertThat(out.resolve("lib/libmujoco.so.3.14.0"))
        .hasSameBinaryContentAs(RELEASE.resolve("lib/libmujoco.so.3.14.0"));
    assertThat(out.resolve("include/mujoco/mujoco.h")).isNotEmptyFile();
    assertThat(out.resolve(MODEL)).isNotEmptyFile();
    assertThat(out.resolve("resources/META-INF/licenses/gymnasium/LICENSE")).isNotEmptyFile();

    Map<Path, FileTime> before = times(out);
    Files.delete(cachedWheel);
    assertThat(fetch(RELEASE)).isEqualTo(new Result(0, ""));
    assertThat(times(out)).isEqualTo(before);
  }

  @Test
  void unpacksAgainWhatWasDamaged() throws Exception {
    fetch(RELEASE);
    Files.writeString(out.resolve(MODEL), "<mujoco/>");
    Files.delete(out.resolve("include/mujoco/mujoco.h"));

    assertThat(fetch(RELEASE).exitCode()).isZero();

    assertThat(out.resolve(MODEL)).content().contains("hopper");
    assertThat(out.resolve("include/mujoco/mujoco.h")).isNotEmptyFile();
  }

  @Test
  void takesBackItsStampOnFailure() throws Exception {
    fetch(RELEASE);
    assertThat(out.resolve("fetched.json")).exists();
    environment.put("PATH", directory.resolve("empty").toString());

    assertFailure(fetch(RELEASE), "g++ is not on the PATH");

    assertThat(out.resolve("fetched.json")).doesNotExist();
  }

  @Test
  void fetchesADamagedWheelAgain() throws Exception {
    Path index = Files.createDirectories(directory.resolve("index"));
    Files.move(cachedWheel, index.resolve(WHEEL));
    Files.writeString(cachedWheel, "half a download");
    environment.put("PIP_FIND_LINKS", index.toString());

    Result result = fetch(RELEASE);

    assertThat(result.exitCode()).isZero();
    assertThat(result.messages())
        .contains(cachedWheel + " is damaged (its SHA-256 differs), fetching it again.")
        .contains("fetching gymnasium 1.3.0 into " + cachedWheel.getParent());
    assertThat(cachedWheel).hasSameBinaryContentAs(index.resolve(WHEEL));
    try (Stream<Path> left = Files.list(cachedWheel.getParent())) {
      assertThat(left).containsExactly(cachedWheel);
    }
  }

  @Test
  void keepsNoWheelOfAnotherContent() throws Exception {
    Path index = Files.createDirectories(directory.resolve("index"));
    Files.move(cachedWheel, index.resolve(WHEEL), StandardCopyOption.REPLACE_EXISTING);
    Path other = index.resolve(WHEEL);
    byte[] content = Files.readAllBytes(other);
    byte[] withComment = withArchiveComment(content);
    Files.write(other, withComment);
    environment.put("PIP_FIND_LINKS", index.toString());

    Result result = fetch(RELEASE);

    assertFailure(result, "SHA-256 mismatch of " + WHEEL + ": expected 6b8c159a", "found ");
    assertThat(cachedWheel).doesNotExist();
  }

  @Test
  void saysThatTheNetworkIsMissing() throws Exception {
    Files.delete(cachedWheel);

    assertFailure(
        fetch(RELEASE),
        "Cannot fetch gymnasium 1.3.0 with pip (ERROR: No matching distribution found for"
            + " gymnasium==1.3.0): check the network and pip's index.");
  }

  @Test
  void offersAnOfficialReleaseWhereMujocoCannotBeFetched() throws Exception {
    assertFailure(
        fetch(null),
        "Cannot fetch mujoco 3.14.0 with pip",
        "check the network and pip's index, or give an official MuJoCo release with"
            + " -Dmujoco.home=DIR.");
  }

  @Test
  void saysThatPipIsMissing() throws Exception {
    Files.delete(cachedWheel);
    Path shadow = Files.createDirectories(directory.resolve("shadow/pip"));
    Files.writeString(shadow.resolve("__init__.py"), "raise ImportError('no pip')");
    environment.put("PYTHONPATH", shadow.getParent().toString());

    assertFailure(
        fetch(RELEASE),
        "has no pip, which fetches gymnasium 1.3.0: install it, for example with 'apt-get install"
            + " python3-pip'.");
  }

  @Test
  void saysThatPythonIsMissing() throws Exception {
    environment.put("PATH", directory.resolve("empty").toString());
    String script = PROJECT.resolve("src/build/fetch_mujoco.sh").toAbsolutePath().toString();

    assertFailure(
        run(List.of("/bin/sh", script), environment),
        "python3 is not on the PATH, and the build fetches MuJoCo with it: install it with pip,"
            + " for example with 'apt-get install python3 python3-pip'.");
  }

  @Test
  void saysThatTheCompilerIsMissing() throws Exception {
    environment.put("PATH", directory.resolve("empty").toString());

    assertFailure(
        fetch(RELEASE),
        "g++ is not on the PATH, and the MuJoCo binding is compiled with it: install it, for"
            + " example with 'apt-get install g++'.");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesADirectoryThatIsNoRelease() throws Exception {
    Path empty = directory.resolve("empty");
    assertFailure(
        fetch(empty),
        "-Dmujoco.home=%s has no include/mujoco/mujoco.h: give the directory of an unpacked MuJoCo"
                .formatted(empty)
            + " 3.14.0 release.");

    Path headersOnly = release("headers");
    Files.delete(headersOnly.resolve("lib/libmujoco.so.3.14.0"));
    assertFailure(
        fetch(headersOnly), "-Dmujoco.home=" + headersOnly + " has no lib/libmujoco.so: give");
  }

  @Test
  void refusesToEmptyTheReleaseItself() throws Exception {
    out = release("release");

    assertFailure(
        fetch(out),
        "-Dmujoco.home=%s lies in %s, which the build empties: give a directory elsewhere."
            .formatted(out, out));
    assertThat(out.resolve("include/mujoco/mujoco.h")).isNotEmptyFile();
  }

  @Test
  void refusesAReleaseWhoseHeadersAreOfAnotherVersion() throws Exception {
    Path mixed = release("mixed");
    Path header = mixed.resolve("include/mujoco/mujoco.h");
    Files.writeString(
        header, Files.readString(header).replace("_HEADER 3014000", "_HEADER 3013001"));

    assertFailure(
        fetch(mixed),
        "-Dmujoco.home=%s mixes headers of 3.13.1 with a library of 3.14.0: unpack one release into"
            .formatted(mixed));
  }

  @Test
  void refusesAnOlderReleaseAndWarnsOfANeighbour() throws Exception {
    Path release = release("release");

    assertFailure(
        fetch("3.13.0", release),
        "-Dmujoco.home=%s is MuJoCo 3.14.0, and the binding needs 3.13.x: give such a release."
            .formatted(release));
    Result neighbour = fetch("3.14.1", release);
    assertThat(neighbour.exitCode()).isZero();
    assertThat(neighbour.messages())
        .isEqualTo(
            "fetch_mujoco: warning: -Dmujoco.home is MuJoCo 3.14.0, the tests were made with"
                + " 3.14.1: results may differ.");
    assertThat(out.resolve("lib/libmujoco.so.3.14.1")).isNotEmptyFile();
  }

  @Test
  void knowsNoHashOfAnotherVersion() throws Exception {
    assertFailure(
        fetch("9.9.9", null),
        "No SHA-256 is known for mujoco 9.9.9, only for gymnasium 1.3.0, mujoco 3.14.0: add the"
            + " wheel to WHEELS in fetch_mujoco.py.");
  }

  private static void assertFailure(Result result, String... parts) {
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.messages()).contains("fetch_mujoco: error: ").contains(parts);
    assertThat(result.messages().lines().filter(line -> line.contains("error"))).hasSize(1);
  }

  private Result fetch(Path home) throws IOException, InterruptedException {
    return fetch("3.14.0", home);
  }

  private Result fetch(String version, Path home) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(python());
    command.add(SCRIPT.toString());
    command.add("--mujoco-version=" + version);
    command.add("--gymnasium-version=1.3.0");
    command.add("--mujoco-home=" + (home == null ? "" : home));
    command.add("--out=" + out);
    return run(command, environment);
  }

  private static Result run(List<String> command, Map<String, String> environment)
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

  /** Returns a copy of the release whose files a test may change. */
  private Path release(String name) throws IOException {
    Path copy = directory.resolve(name);
    try (Stream<Path> files = Files.walk(RELEASE, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = RELEASE.relativize(file);
        if (relative.startsWith("include") || relative.endsWith("libmujoco.so.3.14.0")) {
          Files.createDirectories(copy.resolve(relative).getParent());
          Files.copy(file, copy.resolve(relative));
        }
      }
    }
    return copy;
  }

  private static Map<Path, FileTime> times(Path root) throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  /** Returns the same archive with a comment of one letter at its end. */
  private static byte[] withArchiveComment(byte[] archive) {
    byte[] changed = Arrays.copyOf(archive, archive.length + 1);
    changed[archive.length - 2] = 1;
    changed[archive.length] = 'x';
    return changed;
  }
}
