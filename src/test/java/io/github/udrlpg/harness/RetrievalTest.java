package io.github.udrlpg.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.algorithm.Parts;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("native")
class RetrievalTest {
  private static final TrainingListener SILENT = new TrainingListener() {};
  private static final List<Double> WANTED = List.of(0.0, 0.45, 1.0);

  @TempDir Path directory;

  @Test
  void replaysTheStoredPolicyWhoseReturnIsNearest() throws IOException {
    Settings settings = Runs.tiny(Runs.instant("evaluation.retrieval=final")).settings();
    TrainingRun run = Runs.open(directory, settings);
    run.train(new LocalRolloutRunner(), SILENT);
    List<PolicyRow> stored = rows();

    List<EvaluationMetrics> rows =
        run.trained(SILENT).retrieve(new LocalRolloutRunner(), WANTED, 3);

    assertThat(rows).extracting(EvaluationMetrics::command).containsExactlyElementsOf(WANTED);
    for (EvaluationMetrics row : rows) {
      PolicyRow nearest =
          stored.stream()
              .min(Comparator.comparingDouble(r -> Math.abs(r.scaledReturn() - row.command())))
              .orElseThrow();
      assertThat(row.givenCommand()).isEqualTo(nearest.scaledReturn());
      // The task pays by its seed: other seeds pay something else than was stored.
      assertThat(row.episodes()).isEqualTo(3);
      assertThat(row.meanTrainingReturn()).isNotEqualTo(nearest.scaledReturn());
    }
    assertThat(run.metrics().identity().read())
        .filteredOn(row -> row.kind().equals("retrieval"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.commands()).isEqualTo(3);
              assertThat(row.weightDistance()).isPositive();
              assertThat(row.relativeWeightDistance()).isBetween(0.0, 3.0);
            });
    assertThat(run.metrics().identity().read())
        .extracting(IdentityMetrics::kind)
        .contains("retrieval-beyond")
        .doesNotContain("calibrated");
  }

  @Test
  void measuresHowFarWeightsAreFromStoredOnes() throws IOException {
    Settings settings = Runs.tiny(Runs.instant()).settings();
    Runs.open(directory, settings).train(new LocalRolloutRunner(), SILENT);
    PolicyShape shape = Parts.policyShape(settings, Environments.spec("Instant-v0"));
    PolicyDataset dataset = Dataset.open(directory);
    // Nothing seen: weights are restated for observations as they are.
    TrainingState state = new TrainingState(shape.inputs(0), new Limits(0.7, false));
    state.nextIteration = Integer.MAX_VALUE;

    Retrieval nearest = Retrieval.of(dataset, shape, state, WANTED).orElseThrow();

    assertThat(nearest.returns().get(2))
        .isEqualTo(
            rows().stream()
                .mapToDouble(PolicyRow::scaledReturn)
                .filter(scaled -> scaled <= 0.7)
                .max()
                .orElseThrow());
    Retrieval.Distances copies = nearest.distances(nearest.weights());
    assertThat(copies.generated()).isZero();
    assertThat(copies.stored()).isPositive();
    float[][] moved = nearest.weights();
    for (int i = 0; i < moved.length; i++) {
      moved[i] = moved[i].clone();
      moved[i][0] += 0.001f;
    }
    assertThat(nearest.distances(moved).generated()).isCloseTo(0.001, within(1e-6));
    assertThat(Retrieval.of(Dataset.open(directory.resolve("none")), shape, state, WANTED))
        .isEmpty();
  }

  private List<PolicyRow> rows() throws IOException {
    List<PolicyRow> rows = new ArrayList<>();
    for (CommitEntry commit : Dataset.open(directory).commits()) {
      rows.addAll(Dataset.open(directory).readRows(commit));
    }
    return rows;
  }
}
