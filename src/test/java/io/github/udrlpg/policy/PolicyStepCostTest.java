package io.github.udrlpg.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.JobProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A guard against a policy step that becomes several times slower, as one that no longer vectorises
 * does. It compares with bare loops of the same sizes in one process, the best of many short
 * measurements in turns, so that neither a slow machine nor a busy one makes it fail. The process
 * is not that of the tests, which does without the compiler that vectorises.
 */
class PolicyStepCostTest {
  /** Measured: 0.5 to 0.83; with dot products in all layers, which do not vectorise, 2.4 to 4.2. */
  private static final double GREATEST_RATIO = 1.7;

  @TempDir Path directory;

  @Test
  void aStepCostsLittleMoreThanItsProducts() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            PolicyStepCost.class.getName());
    try (JobProcess process = JobProcess.start(command, directory.resolve("log"))) {
      assertThat(process.exitCode()).as(process::log).isZero();
      String said = process.log().strip();
      String[] nanos = said.substring(said.lastIndexOf('\n') + 1).split(" ", -1);
      double policy = Double.parseDouble(nanos[0]);
      double bare = Double.parseDouble(nanos[1]);

      assertThat(policy / bare)
          .as("%.0f ns of a policy step to %.0f ns of bare products", policy, bare)
          .isLessThan(GREATEST_RATIO);
    }
  }
}
