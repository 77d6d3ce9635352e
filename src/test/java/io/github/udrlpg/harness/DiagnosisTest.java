package io.github.udrlpg.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.metrics.DiagnosisMetrics;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.metrics.OccupancyMetrics;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("native")
class DiagnosisTest {
  @TempDir Path directory;

  @Test
  void weightSpreadIsTheRootMeanSquareOfDeviations() {
    // Weight 0 stands still, weight 1 has deviation 1, weight 2 has deviation 2.
    float[][] weights = {{5, 0, 1}, {5, 2, 5}};

    assertThat(Diagnosis.weightSpread(weights)).isCloseTo(Math.sqrt(5 / 3.0), within(1e-12));
    assertThat(Diagnosis.weightSpread(new float[][] {{1, 2}, {1, 2}, {1, 2}})).isZero();
  }

  @Test
  void everyRegularEvaluationIsDiagnosed() throws IOException {
    Settings settings = Runs.tiny("evaluation.every-env-steps=4000").settings();
    TrainingRun run = Runs.open(directory, settings);

    TrainingSummary summary = run.train(new LocalRolloutRunner(), new TrainingListener() {});

    List<DiagnosisMetrics> rows = run.metrics().diagnosis().read();
    List<EvaluationMetrics> evaluations =
        run.metrics().evaluations().read().stream()
            .filter(row -> row.kind().equals("regular") || row.kind().equals("final"))
            .toList();
    assertThat(rows)
        .extracting(DiagnosisMetrics::envSteps)
        .containsExactlyElementsOf(evaluations.stream().map(EvaluationMetrics::envSteps).toList())
        .hasSizeGreaterThan(3);
    DiagnosisMetrics last = rows.get(rows.size() - 1);
    EvaluationMetrics evaluation = evaluations.get(evaluations.size() - 1);
    assertThat(last.weightSpread()).isPositive();
    assertThat(last.spreadToNoise()).isEqualTo(last.weightSpread() / 0.1);
    assertThat(last.misalignment())
        .isEqualTo((evaluation.meanTrainingReturn() - evaluation.commandedReturn()) / 465);
    assertThat(last.returnDeviation()).isEqualTo(evaluation.trainingReturnDeviation() / 465);
    assertThat(last.storedPolicies()).isEqualTo(24);
    assertThat(last.emptyTopBuckets()).isEqualTo(1);
    assertThat(last.seenBuckets()).isEqualTo((int) Math.ceil(200 * summary.finalCommand()));
    assertThat(last.occupiedBuckets()).isBetween(1.0 / last.seenBuckets(), 1.0);
    assertOccupancy(run.metrics().occupancy().read(), summary, last.envSteps());
    assertThat(run.metrics().identity().read())
        .extracting(IdentityMetrics::kind, IdentityMetrics::commands)
        .contains(org.assertj.core.groups.Tuple.tuple("extensive", 3))
        .anyMatch(tuple -> tuple.toList().get(0).equals("seen"));
  }

  private static void assertOccupancy(
      List<OccupancyMetrics> rows, TrainingSummary summary, long lastEnvSteps) {
    List<OccupancyMetrics> last =
        rows.stream().filter(row -> row.envSteps() == lastEnvSteps).toList();
    assertThat(last)
        .allSatisfy(
            row -> {
              assertThat(row.stored())
                  .isEqualTo(summary.storedByBucket().getOrDefault(row.bucket(), 0L));
              assertThat(row.live())
                  .isEqualTo(summary.liveByBucket().getOrDefault(row.bucket(), 0L));
            })
        .hasSize(summary.storedByBucket().size());
  }

  @Test
  void aFailureIsWarnedOfOnceAlsoAcrossAResume() throws IOException {
    // Swimmers of this size never come near a return of 365 in a few episodes, and a command that
    // cannot be lower than the best of luck is missed by most.
    String[] failing = {
      "evaluation.every-env-steps=1000",
      "returns.max=-20",
      "generator.learning-rate=1e-9",
      "rollout.noise=50"
    };
    Settings half = with("training.max-env-steps=12000", failing);
    Settings whole = with("training.max-env-steps=24000", failing);
    Path stopped = Files.createDirectory(directory.resolve("stopped"));
    List<String> first = warnings(stopped, half);

    List<String> second = warnings(stopped, whole);

    assertThat(first).filteredOn(text -> text.startsWith("Mode collapse at ")).hasSize(1);
    assertThat(second).noneMatch(text -> text.startsWith("Mode collapse at "));
  }

  private static Settings with(String override, String... others) {
    List<String> all = new ArrayList<>(List.of(others));
    all.add(override);
    return Runs.tiny(all.toArray(String[]::new)).settings();
  }

  private static List<String> warnings(Path directory, Settings settings) throws IOException {
    List<String> warnings = new ArrayList<>();
    Runs.open(directory, settings)
        .train(
            new LocalRolloutRunner(),
            new TrainingListener() {
              @Override
              public void warning(String message) {
                warnings.add(message);
              }
            });
    return warnings;
  }
}
