package io.github.udrlpg.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
  private static final Path NATIVE = PROJECT.resolve("target/native").toAbsolutePath();
  private static final boolean ON_ARM = System.getProperty("os.arch").equals("aarch64");
  private static final String HERE = ON_ARM ? "linux-arm64" : "linux-x86_64";
  private static final String ELSEWHERE = ON_ARM ? "linux-x86_64" : "linux-arm64";
  private static final String LIBRARY = "lib/%s/libmujoco.so.3.14.0";
  private static final String CROSS_COMPILER =
      ON_ARM ? "x86_64-linux-gnu-g++" : "aarch64-linux-gnu-g++";
  private static final String WHEEL = "gymnasium-1.3.0-py3-none-any.whl";
  private static final String MODEL = "resources/io/github/udrlpg/env/models/hopper.xml";

  @TempDir private Path directory;
  private Path release;
  private Path out;
  private Path cachedWheel;
  private final Map<String, String> environment = new TreeMap<>();

  private record Result(int exitCode, String messages) {}

  @BeforeEach
  void warmCacheAndNoNetwork() throws IOException {
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

  @Test
  void worksOfflineFromAWarmCacheAndThenDoesNothing() throws Exception {
    assertThat(fetch(release)).isEqualTo(new Result(0, ""));
    assertThat(out.resolve("lib").resolve(HERE).resolve("libmujoco.so")).isSymbolicLink();
    assertThat(out.resolve(LIBRARY.formatted(HERE)))
        .hasSameBinaryContentAs(NATIVE.resolve(LIBRARY.formatted(HERE)));
    assertThat(out.resolve("include/mujoco/mujoco.h")).isNotEmptyFile();
    assertThat(out.resolve(MODEL)).isNotEmptyFile();
    assertThat(out.resolve("resources/META-INF/licenses/gymnasium/LICENSE")).isNotEmptyFile();

    Map<Path, FileTime> before = times(out);
    Files.delete(cachedWheel);
    assertThat(fetch(release)).isEqualTo(new Result(0, ""));
    assertThat(times(out)).isEqualTo(before);
  }

  @Test
  void unpacksAgainWhatWasDamaged() throws Exception {
    fetch(release);
    Files.writeString(out.resolve(MODEL), "<mujoco/>");
    Files.delete(out.resolve("include/mujoco/mujoco.h"));

    assertThat(fetch(release).exitCode()).isZero();

    assertThat(out.resolve(MODEL)).content().contains("hopper");
    assertThat(out.resolve("include/mujoco/mujoco.h")).isNotEmptyFile();
  }

  @Test
  void takesBackItsStampOnFailure() throws Exception {
    fetch(release);
    assertThat(out.resolve("fetched.json")).exists();
    environment.put("PATH", directory.resolve("empty").toString());

    assertFailure(fetch(release), "g++ is not on the PATH");

    assertThat(out.resolve("fetched.json")).doesNotExist();
  }

  @Test
  void fetchesADamagedWheelAgain() throws Exception {
    Path index = Files.createDirectories(directory.resolve("index"));
    Files.move(cachedWheel, index.resolve(WHEEL));
    Files.writeString(cachedWheel, "half a download");
    environment.put("PIP_FIND_LINKS", index.toString());

    Result result = fetch(release);

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

    Result result = fetch(release);

    assertFailure(result, "SHA-256 mismatch of " + WHEEL + ": expected 6b8c159a", "found ");
    assertThat(cachedWheel).doesNotExist();
  }

  @Test
  void saysThatTheNetworkIsMissing() throws Exception {
    Files.delete(cachedWheel);

    assertFailure(
        fetch(release),
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
        fetch(release),
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
        fetch(release),
        "g++ is not on the PATH, and the MuJoCo binding is compiled with it: install it, for"
            + " example with 'apt-get install g++'.");
    assertThat(out).doesNotExist();
  }

  @Test
  void saysThatTheCrossCompilerIsMissing() throws Exception {
    environment.put("PATH", commands("g++").toString());

    assertFailure(
        fetch(HERE + "," + ELSEWHERE, "3.14.0", null),
        CROSS_COMPILER
            + " is not on the PATH, and the MuJoCo binding is compiled for "
            + ELSEWHERE
            + " with it: install it, for example with 'apt-get install g++-"
            + (ON_ARM ? "x86-64" : "aarch64")
            + "-linux-gnu'.");
  }

  @Test
  void asksForTheWheelOfThePlatform() throws Exception {
    environment.put("PATH", commands("g++", CROSS_COMPILER).toString());
    String name = "mujoco-3.14.0-cp311-cp311-manylinux_2_27_%1$s.manylinux_2_28_%1$s.whl";
    Path index = Files.createDirectories(directory.resolve("index"));
    for (String machine : List.of("x86_64", "aarch64")) {
      writeWheel(index.resolve(name.formatted(machine)), machine);
    }
    environment.put("PIP_FIND_LINKS", index.toString());

    assertFailure(
        fetch("linux-x86_64", "3.14.0", null),
        "SHA-256 mismatch of %s: expected 922983df".formatted(name.formatted("x86_64")));
    assertFailure(
        fetch("linux-arm64", "3.14.0", null),
        "SHA-256 mismatch of %s: expected 068080a3".formatted(name.formatted("aarch64")));
  }

  @Test
  void unpacksTheLibraryOfEachPlatform() throws Exception {
    environment.put("PATH", commands("g++", CROSS_COMPILER).toString());
    for (String platform : List.of("linux-x86_64", "linux-arm64")) {
      writeWheel(cachedWheel.resolveSibling(platform + ".whl"), platform);
    }
    // Small wheels in place of the real ones, of which a build has only one in its cache.
    Result result =
        runAsModule(
            """
            fetch_mujoco.WHEELS["mujoco", "3.14.0"] = {
                name: (name + ".whl", pypi.sha256(pypi.cache_directory() / (name + ".whl")))
                for name in fetch_mujoco.PLATFORMS
            }
            """,
            arguments(HERE + "," + ELSEWHERE, "3.14.0", null));

    assertThat(result).isEqualTo(new Result(0, ""));
    for (String platform : List.of("linux-x86_64", "linux-arm64")) {
      assertThat(out.resolve(LIBRARY.formatted(platform))).hasContent("library of " + platform);
      assertThat(out.resolve("lib").resolve(platform).resolve("libmujoco.so")).isSymbolicLink();
    }
    assertThat(out.resolve("include/mujoco/mujoco.h")).isNotEmptyFile();
  }

  @Test
  void takesAnArmMachineForWhatItIs() throws Exception {
    environment.put("PATH", commands("g++").toString());
    String name = "mujoco-3.14.0-cp311-cp311-manylinux_2_27_aarch64.manylinux_2_28_aarch64.whl";

    Result result =
        runAsModule(
            "fetch_mujoco.platform.machine = lambda: 'aarch64'",
            arguments("linux-arm64", "3.14.0", null));
    assertFailure(result, "Cannot fetch mujoco 3.14.0 with pip");

    Files.writeString(cachedWheel.resolveSibling(name), "half a download");
    result =
        runAsModule(
            "fetch_mujoco.platform.machine = lambda: 'aarch64'",
            arguments("linux-arm64", "3.14.0", null));
    assertThat(result.messages()).contains(name + " is damaged");
  }

  @Test
  void refusesAnotherMachine() throws Exception {
    Result result =
        runAsModule(
            "fetch_mujoco.platform.machine = lambda: 'riscv64'",
            arguments(HERE, "3.14.0", release));

    assertFailure(
        result,
        "MuJoCo is bundled for Linux on x86-64 and on 64-bit Arm only, and this is Linux on"
            + " riscv64: build on such a machine or in such a container.");
  }

  @Test
  void refusesPlatformsThatItDoesNotKnowOrKnowsTwice() throws Exception {
    assertFailure(
        fetch("linux-ppc64le", "3.14.0", release),
        "There is no platform 'linux-ppc64le': give -Dnative.platform one of linux-arm64,"
            + " linux-x86_64.");
    assertFailure(
        fetch(HERE + "," + HERE, "3.14.0", release),
        "-Pall-platforms builds for every platform already: leave -Dnative.platform away.");
  }

  @Test
  void refusesAReleaseForAnotherPlatform() throws Exception {
    environment.put("PATH", commands("g++", CROSS_COMPILER).toString());

    assertFailure(
        fetch(HERE + "," + ELSEWHERE, "3.14.0", release),
        "-Dmujoco.home=%s is a release for one platform, taken for that of this machine, %s: leave"
                .formatted(release, HERE)
            + " it away where the build is for "
            + HERE
            + " and "
            + ELSEWHERE
            + ".");
  }

  @Test
  void refusesADirectoryThatIsNoRelease() throws Exception {
    Path empty = directory.resolve("empty");
    assertFailure(
        fetch(empty),
        "-Dmujoco.home=%s has no include/mujoco/mujoco.h: give the directory of an unpacked MuJoCo"
                .formatted(empty)
            + " 3.14.0 release.");

    Path headersOnly = copyOfRelease("headers");
    Files.delete(headersOnly.resolve("lib/libmujoco.so.3.14.0"));
    assertFailure(
        fetch(headersOnly), "-Dmujoco.home=" + headersOnly + " has no lib/libmujoco.so: give");
  }

  @Test
  void refusesToEmptyTheReleaseItself() throws Exception {
    out = copyOfRelease("release");

    assertFailure(
        fetch(out),
        "-Dmujoco.home=%s lies in %s, which the build empties: give a directory elsewhere."
            .formatted(out, out));
    assertThat(out.resolve("include/mujoco/mujoco.h")).isNotEmptyFile();
  }

  @Test
  void refusesAReleaseWhoseHeadersAreOfAnotherVersion() throws Exception {
    Path mixed = copyOfRelease("mixed");
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
    assertThat(out.resolve("lib").resolve(HERE).resolve("libmujoco.so.3.14.1")).isNotEmptyFile();
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
    return fetch(HERE, version, home);
  }

  private Result fetch(String platforms, String version, Path home)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(python());
    command.add(SCRIPT.toString());
    command.addAll(arguments(platforms, version, home));
    return run(command, environment);
  }

  private List<String> arguments(String platforms, String version, Path home) {
    return List.of(
        "--platforms=" + platforms,
        "--mujoco-version=" + version,
        "--gymnasium-version=1.3.0",
        "--mujoco-home=" + (home == null ? "" : home),
        "--out=" + out);
  }

  /** Runs the script after other statements of Python have changed it. */
  private Result runAsModule(String statements, List<String> arguments)
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
  private Path commands(String... names) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    for (String name : names) {
      Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return bin;
  }

  /** Writes a wheel of MuJoCo with a library of a few letters. */
  private static void writeWheel(Path wheel, String platform) throws IOException {
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

  /** Returns an official release of this platform whose files a test may change. */
  private Path copyOfRelease(String name) throws IOException {
    Path copy = directory.resolve(name);
    try (Stream<Path> files = Files.walk(NATIVE.resolve("include"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(NATIVE.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Files.createDirectories(copy.resolve("lib"));
    Files.copy(NATIVE.resolve(LIBRARY.formatted(HERE)), copy.resolve("lib/libmujoco.so.3.14.0"));
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
