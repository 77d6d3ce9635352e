package io.github.udrlpg.build;

import static io.github.udrlpg.build.MujocoScript.CROSS_COMPILER;
import static io.github.udrlpg.build.MujocoScript.ELSEWHERE;
import static io.github.udrlpg.build.MujocoScript.HERE;
import static io.github.udrlpg.build.MujocoScript.LIBRARY;
import static io.github.udrlpg.build.MujocoScript.ON_ARM;
import static io.github.udrlpg.build.MujocoScript.assertFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.build.MujocoScript.Result;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** src/build/fetch_mujoco.py for several platforms, and on machines of several kinds. */
@Tag("native")
class FetchMujocoPlatformsTest {
  @TempDir private Path directory;
  private MujocoScript script;

  @BeforeEach
  void warmCacheAndNoNetwork() throws IOException {
    script = new MujocoScript(directory);
  }

  @Test
  void saysThatTheCrossCompilerIsMissing() throws Exception {
    script.environment.put("PATH", script.commands("g++").toString());

    assertFailure(
        script.fetch(HERE + "," + ELSEWHERE, "3.14.0", null),
        CROSS_COMPILER
            + " is not on the PATH, and the MuJoCo binding is compiled for "
            + ELSEWHERE
            + " with it: install it, for example with 'apt-get install g++-"
            + (ON_ARM ? "x86-64" : "aarch64")
            + "-linux-gnu'.");
  }

  @Test
  void asksForTheWheelOfThePlatform() throws Exception {
    script.environment.put("PATH", script.commands("g++", CROSS_COMPILER).toString());
    String name = "mujoco-3.14.0-cp311-cp311-manylinux_2_27_%1$s.manylinux_2_28_%1$s.whl";
    Path index = Files.createDirectories(directory.resolve("index"));
    for (String machine : List.of("x86_64", "aarch64")) {
      MujocoScript.writeWheel(index.resolve(Text.format(name, machine)), machine);
    }
    script.environment.put("PIP_FIND_LINKS", index.toString());

    assertFailure(
        script.fetch("linux-x86_64", "3.14.0", null),
        Text.format("SHA-256 mismatch of %s: expected 922983df", Text.format(name, "x86_64")));
    assertFailure(
        script.fetch("linux-arm64", "3.14.0", null),
        Text.format("SHA-256 mismatch of %s: expected 068080a3", Text.format(name, "aarch64")));
  }

  @Test
  void unpacksTheLibraryOfEachPlatform() throws Exception {
    script.environment.put("PATH", script.commands("g++", CROSS_COMPILER).toString());
    for (String platform : List.of("linux-x86_64", "linux-arm64")) {
      MujocoScript.writeWheel(script.cachedWheel.resolveSibling(platform + ".whl"), platform);
    }
    // Small wheels in place of the real ones, of which a build has only one in its cache.
    Result result =
        script.runAsModule(
            """
            fetch_mujoco.WHEELS["mujoco", "3.14.0"] = {
                name: (name + ".whl", pypi.sha256(pypi.cache_directory() / (name + ".whl")))
                for name in fetch_mujoco.PLATFORMS
            }
            """,
            script.arguments(HERE + "," + ELSEWHERE, "3.14.0", null));

    assertThat(result).isEqualTo(new Result(0, ""));
    for (String platform : List.of("linux-x86_64", "linux-arm64")) {
      assertThat(script.out.resolve(Text.format(LIBRARY, platform)))
          .hasContent("library of " + platform);
      assertThat(script.out.resolve("lib").resolve(platform).resolve("libmujoco.so"))
          .isSymbolicLink();
    }
    assertThat(script.out.resolve("include/mujoco/mujoco.h")).isNotEmptyFile();
  }

  @Test
  void takesAnArmMachineForWhatItIs() throws Exception {
    script.environment.put("PATH", script.commands("g++").toString());
    String name = "mujoco-3.14.0-cp311-cp311-manylinux_2_27_aarch64.manylinux_2_28_aarch64.whl";

    Result result =
        script.runAsModule(
            "fetch_mujoco.platform.machine = lambda: 'aarch64'",
            script.arguments("linux-arm64", "3.14.0", null));
    assertFailure(result, "Cannot fetch mujoco 3.14.0 with pip");

    Files.writeString(script.cachedWheel.resolveSibling(name), "half a download");
    result =
        script.runAsModule(
            "fetch_mujoco.platform.machine = lambda: 'aarch64'",
            script.arguments("linux-arm64", "3.14.0", null));
    assertThat(result.messages()).contains(name + " is damaged");
  }

  @Test
  void refusesAnotherMachine() throws Exception {
    Result result =
        script.runAsModule(
            "fetch_mujoco.platform.machine = lambda: 'riscv64'",
            script.arguments(HERE, "3.14.0", script.release));

    assertFailure(
        result,
        "MuJoCo is bundled for Linux on x86-64 and on 64-bit Arm only, and this is Linux on"
            + " riscv64: build on such a machine or in such a container.");
  }

  @Test
  void refusesAPlatformThatItDoesNotKnow() throws Exception {
    assertFailure(
        script.fetch("linux-ppc64le", "3.14.0", script.release),
        "There is no platform 'linux-ppc64le': give -Dnative.platform one of linux-arm64,"
            + " linux-x86_64.");
  }

  @Test
  void refusesAReleaseForAnotherPlatform() throws Exception {
    script.environment.put("PATH", script.commands("g++", CROSS_COMPILER).toString());

    assertFailure(
        script.fetch(HERE + "," + ELSEWHERE, "3.14.0", script.release),
        Text.format(
                "-Dmujoco.home=%s is a release for one platform, taken for that of this machine,"
                    + " %s: leave",
                script.release, HERE)
            + " it away where the build is for "
            + HERE
            + " and "
            + ELSEWHERE
            + ".");
  }
}
