package io.github.udrlpg.build;

import static io.github.udrlpg.build.MujocoScript.HERE;
import static io.github.udrlpg.build.MujocoScript.LIBRARY;
import static io.github.udrlpg.build.MujocoScript.NATIVE;
import static io.github.udrlpg.build.MujocoScript.PROJECT;
import static io.github.udrlpg.build.MujocoScript.WHEEL;
import static io.github.udrlpg.build.MujocoScript.assertFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.build.MujocoScript.Result;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** src/build/fetch_mujoco.py and its messages, without a network. */
@Tag("native")
class FetchMujocoTest {
  private static final String MODEL = "resources/io/github/udrlpg/env/models/hopper.xml";

  @TempDir private Path directory;
  private MujocoScript script;

  @BeforeEach
  void warmCacheAndNoNetwork() throws IOException {
    script = new MujocoScript(directory);
  }

  @Test
  void worksOfflineFromAWarmCacheAndThenDoesNothing() throws Exception {
    assertThat(script.fetch(script.release)).isEqualTo(new Result(0, ""));
    assertThat(script.out.resolve("lib").resolve(HERE).resolve("libmujoco.so")).isSymbolicLink();
    assertThat(script.out.resolve(Text.format(LIBRARY, HERE)))
        .hasSameBinaryContentAs(NATIVE.resolve(Text.format(LIBRARY, HERE)));
    assertThat(script.out.resolve("include/mujoco/mujoco.h")).isNotEmptyFile();
    assertThat(script.out.resolve(MODEL)).isNotEmptyFile();
    assertThat(script.out.resolve("resources/META-INF/licenses/gymnasium/LICENSE"))
        .isNotEmptyFile();

    Map<Path, FileTime> before = times(script.out);
    Files.delete(script.cachedWheel);
    assertThat(script.fetch(script.release)).isEqualTo(new Result(0, ""));
    assertThat(times(script.out)).isEqualTo(before);
  }

  @Test
  void unpacksAgainWhatWasDamaged() throws Exception {
    script.fetch(script.release);
    Files.writeString(script.out.resolve(MODEL), "<mujoco/>");
    Files.delete(script.out.resolve("include/mujoco/mujoco.h"));

    assertThat(script.fetch(script.release).exitCode()).isZero();

    assertThat(script.out.resolve(MODEL)).content().contains("hopper");
    assertThat(script.out.resolve("include/mujoco/mujoco.h")).isNotEmptyFile();
  }

  @Test
  void takesBackItsStampOnFailure() throws Exception {
    script.fetch(script.release);
    assertThat(script.out.resolve("fetched.json")).exists();
    script.environment.put("PATH", directory.resolve("empty").toString());

    assertFailure(script.fetch(script.release), "g++ is not on the PATH");

    assertThat(script.out.resolve("fetched.json")).doesNotExist();
  }

  @Test
  void fetchesADamagedWheelAgain() throws Exception {
    Path index = Files.createDirectories(directory.resolve("index"));
    Files.move(script.cachedWheel, index.resolve(WHEEL));
    Files.writeString(script.cachedWheel, "half a download");
    script.environment.put("PIP_FIND_LINKS", index.toString());

    Result result = script.fetch(script.release);

    assertThat(result.exitCode()).isZero();
    assertThat(result.messages())
        .contains(script.cachedWheel + " is damaged (its SHA-256 differs), fetching it again.")
        .contains("fetching gymnasium 1.3.0 into " + script.cachedWheel.getParent());
    assertThat(script.cachedWheel).hasSameBinaryContentAs(index.resolve(WHEEL));
    try (Stream<Path> left = Files.list(script.cachedWheel.getParent())) {
      assertThat(left).containsExactly(script.cachedWheel);
    }
  }

  @Test
  void keepsNoWheelOfAnotherContent() throws Exception {
    Path index = Files.createDirectories(directory.resolve("index"));
    Files.move(script.cachedWheel, index.resolve(WHEEL), StandardCopyOption.REPLACE_EXISTING);
    Path other = index.resolve(WHEEL);
    byte[] content = Files.readAllBytes(other);
    byte[] withComment = withArchiveComment(content);
    Files.write(other, withComment);
    script.environment.put("PIP_FIND_LINKS", index.toString());

    Result result = script.fetch(script.release);

    assertFailure(result, "SHA-256 mismatch of " + WHEEL + ": expected 6b8c159a", "found ");
    assertThat(script.cachedWheel).doesNotExist();
  }

  @Test
  void saysThatTheNetworkIsMissing() throws Exception {
    Files.delete(script.cachedWheel);

    assertFailure(
        script.fetch(script.release),
        "Cannot fetch gymnasium 1.3.0 with pip (ERROR: No matching distribution found for"
            + " gymnasium==1.3.0): check the network and pip's index.");
  }

  @Test
  void offersAnOfficialReleaseWhereMujocoCannotBeFetched() throws Exception {
    assertFailure(
        script.fetch(null),
        "Cannot fetch mujoco 3.14.0 with pip",
        "check the network and pip's index, or give an official MuJoCo release with"
            + " -Dmujoco.home=DIR.");
  }

  @Test
  void saysThatPipIsMissing() throws Exception {
    Files.delete(script.cachedWheel);
    Path shadow = Files.createDirectories(directory.resolve("shadow/pip"));
    Files.writeString(shadow.resolve("__init__.py"), "raise ImportError('no pip')");
    script.environment.put("PYTHONPATH", shadow.getParent().toString());

    assertFailure(
        script.fetch(script.release),
        "has no pip, which fetches gymnasium 1.3.0: install it, for example with 'apt-get install"
            + " python3-pip'.");
  }

  @Test
  void saysThatPythonIsMissing() throws Exception {
    script.environment.put("PATH", directory.resolve("empty").toString());
    String shell = PROJECT.resolve("src/build/fetch_mujoco.sh").toAbsolutePath().toString();

    assertFailure(
        MujocoScript.run(List.of("/bin/sh", shell), script.environment),
        "python3 is not on the PATH, and the build fetches MuJoCo with it: install it with pip,"
            + " for example with 'apt-get install python3 python3-pip'.");
  }

  @Test
  void saysThatTheCompilerIsMissing() throws Exception {
    script.environment.put("PATH", directory.resolve("empty").toString());

    assertFailure(
        script.fetch(script.release),
        "g++ is not on the PATH, and the MuJoCo binding is compiled with it: install it, for"
            + " example with 'apt-get install g++'.");
    assertThat(script.out).doesNotExist();
  }

  @Test
  void refusesADirectoryThatIsNoRelease() throws Exception {
    Path empty = directory.resolve("empty");
    assertFailure(
        script.fetch(empty),
        Text.format(
                "-Dmujoco.home=%s has no include/mujoco/mujoco.h: give the directory of an unpacked"
                    + " MuJoCo",
                empty)
            + " 3.14.0 release.");

    Path headersOnly = script.copyOfRelease("headers");
    Files.delete(headersOnly.resolve("lib/libmujoco.so.3.14.0"));
    assertFailure(
        script.fetch(headersOnly),
        "-Dmujoco.home=" + headersOnly + " has no lib/libmujoco.so: give");
  }

  @Test
  void refusesToEmptyTheReleaseItself() throws Exception {
    script.out = script.copyOfRelease("release");

    assertFailure(
        script.fetch(script.out),
        Text.format(
            "-Dmujoco.home=%s lies in %s, which the build empties: give a directory elsewhere.",
            script.out, script.out));
    assertThat(script.out.resolve("include/mujoco/mujoco.h")).isNotEmptyFile();
  }

  @Test
  void refusesAReleaseWhoseHeadersAreOfAnotherVersion() throws Exception {
    Path mixed = script.copyOfRelease("mixed");
    Path header = mixed.resolve("include/mujoco/mujoco.h");
    Files.writeString(
        header, Files.readString(header).replace("_HEADER 3014000", "_HEADER 3013001"));

    assertFailure(
        script.fetch(mixed),
        Text.format(
            "-Dmujoco.home=%s mixes headers of 3.13.1 with a library of 3.14.0: unpack one release"
                + " into",
            mixed));
  }

  @Test
  void refusesAnOlderReleaseAndWarnsOfANeighbour() throws Exception {
    assertFailure(
        script.fetch("3.13.0", script.release),
        Text.format(
            "-Dmujoco.home=%s is MuJoCo 3.14.0, and the binding needs 3.13.x: give such a release.",
            script.release));
    Result neighbour = script.fetch("3.14.1", script.release);
    assertThat(neighbour.exitCode()).isZero();
    assertThat(neighbour.messages())
        .isEqualTo(
            "fetch_mujoco: warning: -Dmujoco.home is MuJoCo 3.14.0, the tests were made with"
                + " 3.14.1: results may differ.");
    assertThat(script.out.resolve("lib").resolve(HERE).resolve("libmujoco.so.3.14.1"))
        .isNotEmptyFile();
  }

  @Test
  void knowsNoHashOfAnotherVersion() throws Exception {
    assertFailure(
        script.fetch("9.9.9", null),
        "No SHA-256 is known for mujoco 9.9.9, only for gymnasium 1.3.0, mujoco 3.14.0: add the"
            + " wheel to WHEELS in fetch_mujoco.py.");
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
