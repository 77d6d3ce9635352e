package io.github.udrlpg.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.Harness;
import io.github.udrlpg.algorithm.Learner;
import io.github.udrlpg.algorithm.LearnerState;
import io.github.udrlpg.algorithm.Learners;
import io.github.udrlpg.algorithm.Parts;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.rollout.Perturbation;
import io.github.udrlpg.rollout.RolloutRequest;
import io.github.udrlpg.store.DriverClaim;
import io.github.udrlpg.store.RunIdentity;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a second learner costs, and what it gets: {@link io.github.udrlpg.testing.RandomSearch} is
 * one file and one line of registration.
 */
@Tag("native")
class LearnerSeamTest {
  private static final String LEARNER = "training.learner=random-search";
  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir Path directory;

  @Test
  void theMethodIsOnOneScreen() throws IOException {
    List<String> source =
        Files.readAllLines(Path.of("src/main/java/io/github/udrlpg/algorithm/Udrlpg.java"));
    int first = source.indexOf("  public void iterate(Harness harness) throws IOException {");
    int length = source.subList(first, source.size()).indexOf("  }") + 1;

    assertThat(first).isPositive();
    assertThat(length).isBetween(10, 40);
  }

  @Test
  void aLearnerIsOneShortFile() throws IOException {
    assertThat(
            Files.readAllLines(Path.of("src/test/java/io/github/udrlpg/testing/RandomSearch.java")))
        .hasSizeLessThanOrEqualTo(80);
  }

  @Test
  void anotherLearnerClimbsIsEvaluatedAndResumes() throws IOException {
    TrainingRun whole = train("whole", "training.max-env-steps=120");
    train("parts", "training.max-env-steps=64", "checkpoint.every-iterations=1");
    TrainingRun resumed = train("parts", "training.max-env-steps=120");

    List<String> rows = Dataset.rows(directory.resolve("whole"));
    assertThat(Dataset.rows(directory.resolve("parts"))).isEqualTo(rows).hasSize(120);
    assertThat(finalReturn(resumed)).isEqualTo(finalReturn(whole));
    assertThat(whole.metrics().evaluations().read())
        .extracting(EvaluationMetrics::kind)
        .contains("regular", "extensive", "beyond", "final");
    List<EvaluationMetrics> asked =
        whole
            .trained(SILENT)
            .evaluate(new LocalRolloutRunner(), List.of(0.1, 0.9), Commanding.RAW, 20);
    assertThat(asked).hasSize(2);
  }

  private TrainingRun train(String name, String... overrides) throws IOException {
    String[] all = Arrays.copyOf(overrides, overrides.length + 1);
    all[overrides.length] = LEARNER;
    TrainingRun run = Runs.open(directory.resolve(name), Runs.tiny(Runs.instant(all)).settings());
    run.train(new LocalRolloutRunner(), SILENT);
    return run;
  }

  private static double finalReturn(TrainingRun run) throws IOException {
    return run.metrics().evaluations().read().stream()
        .filter(row -> row.kind().equals("final"))
        .reduce((before, row) -> row)
        .orElseThrow()
        .meanReturn();
  }

  @Test
  void aCheckpointOfAnotherLearnerIsRefused() throws IOException {
    train("run", "training.max-env-steps=60");
    Settings settings = Runs.tiny(Runs.instant()).settings();
    TrainingRun run = Runs.open(directory.resolve("run"), settings);

    assertThatThrownBy(() -> run.train(new LocalRolloutRunner(), SILENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("written by another learner than udrlpg");
    assertThatThrownBy(() -> Learners.provider("sarsa"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("unknown learner 'sarsa'");
  }

  @Test
  void aLearnerRollsOutOnceInEveryIteration() throws IOException {
    assertThatThrownBy(() -> trainOneThatRollsOut(0)).hasMessageContaining("rolled nothing out");
    assertThatThrownBy(() -> trainOneThatRollsOut(2)).hasMessageContaining("rolled out twice");
  }

  private void trainOneThatRollsOut(int times) throws IOException {
    RunParts parts =
        new RunParts(
            new RunIdentity("test", ""),
            Runs.tiny(Runs.instant()).settings(),
            new Configuration(),
            new org.apache.hadoop.fs.Path(directory.resolve("times-" + times).toUri()),
            1);
    TrainingState state = parts.newState();
    DriverClaim claim =
        DriverClaim.take(
            parts.hadoop(), new org.apache.hadoop.fs.Path(parts.directory(), "drivers"));
    try (Training training =
        new Training(parts, state, new Times(times), new LocalRolloutRunner(), claim, SILENT)) {
      training.run();
    }
  }

  private record Times(int times) implements Learner {
    @Override
    public void iterate(Harness harness) throws IOException {
      for (int i = 0; i < times; i++) {
        harness.rollOut(
            RolloutRequest.perturbed(List.of(1.0), Perturbation.NONE, 1), policies(new double[1]));
      }
    }

    @Override
    public float[][] policies(double[] commands) {
      return new float[commands.length][parameters()];
    }

    private static int parameters() {
      return Parts.policyShape(
              Runs.tiny(Runs.instant()).settings(), Environments.spec("Instant-v0"))
          .parameterCount();
    }

    @Override
    public LearnerState state() {
      return new LearnerState(Map.of(), Map.of());
    }
  }
}
