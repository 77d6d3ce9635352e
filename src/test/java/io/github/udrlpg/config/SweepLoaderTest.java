package io.github.udrlpg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepLoaderTest {
  @TempDir Path directory;

  @Test
  void readsKeysInQuotesOrGroupsOverAnIncludedPreset() throws IOException {
    Files.writeString(directory.resolve("base.conf"), "training.max-env-steps = 5000");
    Sweep sweep =
        load(
            """
            include "base.conf"
            sweep {
              question = "What?", seeds = "1..3", seed = 7, rollouts = spread, parallel = 3
              strategy { successive-halving { trials = 9, min-env-steps = 500 } }
              space {
                "rollout.noise" { log-uniform = [0.01, 1] }
                buffer { buckets { grid = [50, 200] } }
                generator.hidden-sizes { choice = [[64], [64, 64]] }
                training.batch-size { integers = [8, 64] }
              }
            }
            """);

    assertThat(sweep.strategy()).isEqualTo(new Sweep.Halving(9, 3, 500));
    assertThat(sweep.rollouts()).isEqualTo(Sweep.Rollouts.SPREAD);
    assertThat(sweep.parallel()).isEqualTo(3);
    assertThat(sweep.score()).isEqualTo("final");
    assertThat(sweep.seed()).isEqualTo(7);
    assertThat(sweep.base().settings().training().maxEnvSteps()).isEqualTo(5000);
    assertThat(sweep.space())
        .containsExactly(
            new Dimension.Grid("buffer.buckets", List.of("50", "200")),
            new Dimension.Choice("generator.hidden-sizes", List.of("[64]", "[64,64]")),
            new Dimension.LogUniform("rollout.noise", 0.01, 1),
            new Dimension.Integers("training.batch-size", 8, 64));
  }

  @Test
  void namesEveryKeyThatIsMissing() {
    assertThatThrownBy(() -> load("sweep { seeds = \"1\", trials = 3 }"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("sweep.question: is missing")
        .hasMessageContaining("sweep.strategy: is missing")
        .hasMessageContaining("sweep.space: is missing")
        .hasMessageContaining("sweep.trials: is not a known key.");
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    sweep {
                      question = "What?", seeds = "1", sede = 3, rollouts = sprad, parallel = 0
                      strategy { random { trials = 0, trails = 4 } }
                      space {
                        "rollout.nois" { uniform = [0, 1] }
                        "rollout.noise" { log-uniform = [0, 1] }
                        "buffer.buckets" { grid = [50, 50, many] }
                        "generator.learning-rate" { loguniform = [1, 2] }
                        "generator.tile" { integers = [8, 4] }
                        "training.batch-size" { integers = [1.5, 4] }
                        "run.seed" { integers = [1, 4] }
                        "store.compression" { choice = [] }
                        "buffer.weighting" = exp
                      }
                    }
                    """))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "sweep.sede: is not a known key. Did you mean 'seed'?",
            "must be in-task or spread, found 'sprad'. Did you mean 'spread'?",
            "sweep.parallel: must be a positive integer, found 0",
            "sweep.strategy.random.trails: is not a known key. Did you mean 'trials'?",
            "sweep.strategy.random.trials: must be an integer from 1 to 9999, found 0",
            "rollout.nois: is not a known key. Did you mean 'rollout.noise'?",
            "rollout.noise: log-uniform needs numbers above 0, found 0.0",
            "buffer.buckets: has 50 twice",
            "buffer.buckets: grid takes numbers, found \"many\": write choice",
            "found loguniform. Did you mean 'log-uniform'?",
            "generator.tile: the least must be below the highest, found 8.0 and 4.0",
            "training.batch-size: integers takes integers, found 1.5 and 4.0",
            "run.seed: is no key of the space: sweep.seeds has the seeds",
            "store.compression: must have a value at least, found none",
            "buffer.weighting: must be one of grid, choice,")
        .hasMessageContaining("sweep.conf: ");
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertInvalid("rollout.noise = 1", "is no sweep: it has no group 'sweep'");
    assertInvalid(sweep("grid", "\"rollout.noise\" { uniform = [0, 1] }"), "has no list of values");
    assertInvalid(sweep("gird", "\"rollout.noise\" { grid = [0, 1] }"), "found \"gird\"");
    assertInvalid(sweep("grid", ""), "must vary a key at least");
    assertInvalid(
        sweep(
            "{ hyperband { min-env-steps = 10 } }",
            "\"training.max-env-steps\" { grid = [100, 200] }"),
        "training.max-env-steps: is what hyperband sets itself");
    assertInvalid(
        sweep(
            "{ successive-halving { trials = 8, min-env-steps = 200000 } }",
            "\"rollout.noise\" { grid = [0, 1] }"),
        "must be an integer from 1 to 100000, found 200000");
    assertThatThrownBy(
            () ->
                SweepLoader.load(
                    write(sweep("grid", "\"rollout.noise\" { grid = [0, 1] }")),
                    List.of("rollout { noise = 3 }")))
        .hasMessageContaining("rollout.noise: is varied by sweep.space, so --set cannot set it");
    assertThatThrownBy(() -> SweepLoader.load(directory.resolve("none.conf"), List.of()))
        .hasMessageContaining("there is no readable file of that name");
  }

  private static String sweep(String strategy, String space) {
    return Text.format(
        "sweep { question = x, seeds = 1, strategy = %s, space { %s } }", strategy, space);
  }

  private void assertInvalid(String text, String part) {
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(part);
  }

  private Sweep load(String text) throws IOException {
    return SweepLoader.load(write(text), List.of());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("sweep.conf"), text);
  }
}
