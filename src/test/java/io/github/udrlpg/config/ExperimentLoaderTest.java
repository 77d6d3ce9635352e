package io.github.udrlpg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentLoaderTest {
  @TempDir Path directory;

  @Test
  void armsSetKeysOverTheSharedOnesAndOverridesOverBoth() throws IOException {
    Files.writeString(directory.resolve("base.conf"), "rollout { noise = 0.5 }");
    Path file =
        write(
            """
            include "base.conf"
            buffer.capacity = 700
            experiment {
              question = "Why?", seeds = "1..3", compare = [final]
              arms = [ { name = as-it-is }, { name = quiet-0.1, set { rollout.noise = 0.1 } } ]
            }
            """);

    Experiment experiment = ExperimentLoader.load(file, List.of("buffer.capacity=900"));

    assertThat(experiment.seeds()).isEqualTo("1..3");
    assertThat(experiment.arms())
        .extracting(Experiment.Arm::name)
        .containsExactly("as-it-is", "quiet-0.1");
    assertThat(experiment.arms())
        .extracting(arm -> arm.loaded().settings().rollout().noise())
        .containsExactly(0.5, 0.1);
    assertThat(experiment.arms())
        .extracting(arm -> arm.loaded().settings().buffer().capacity())
        .containsOnly(900);
  }

  @Test
  void namesWhatIsWrong() throws IOException {
    assertThatThrownBy(() -> ExperimentLoader.load(directory.resolve("none.conf"), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no readable file of that name");
    assertInvalid("rollout.noise = 1", "it has no group 'experiment' with the keys question");
    assertInvalid(experiment("{ name = a }, { name = a }"), "each another, found 'a'");
    assertInvalid(experiment("{ name = \"../a\" }, { name = b }"), "found '../a'");
    assertInvalid(experiment("{ name = a }"), "experiment.arms must be at least two, found 1");
    assertInvalid(
        experiment("{ name = a, sett { x = 1 } }, { name = b }"),
        "experiment.arms: sett is not a known key. Did you mean 'set'?");
    assertInvalid(
        experiment("{ name = a, set { rollout.nois = 1 } }, { name = b }"),
        "arm a, 1 problem",
        "rollout.nois: is not a known key. Did you mean 'rollout.noise'?");
    assertInvalid("experiment { question = \"x\" }", "seeds");
    assertInvalid("experiment {", "Invalid experiment");
  }

  private void assertInvalid(String text, String... parts) throws IOException {
    Path file = write(text);
    assertThatThrownBy(() -> ExperimentLoader.load(file, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  private static String experiment(String arms) {
    return "experiment { question = \"x\", seeds = 1, compare = [final], arms = [ " + arms + " ] }";
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("experiment.conf"), text);
  }
}
