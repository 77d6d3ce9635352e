package io.github.udrlpg.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("native")
class EvaluationsTest {
  @TempDir Path directory;

  @Test
  void withheldCommandsReachFromTheCeilingToTheTop() {
    assertThat(Evaluations.withheldCommands(0.4, 0.7)).containsExactly(0.6, 0.8, 1.0);
    assertThat(Evaluations.withheldCommands(0.5, 1.1)).hasSize(3).endsWith(1.1);
    assertThat(Evaluations.withheldCommands(1, 0.9)).isEmpty();
    assertThat(Evaluations.withheldCommands(Double.POSITIVE_INFINITY, 0.9)).isEmpty();
  }

  @Test
  void whatWasNeverTrainedOnIsEvaluatedApart() throws IOException {
    TrainingRun run =
        Runs.open(
            directory,
            Runs.tiny(
                    "training.return-ceiling=0",
                    "training.max-env-steps=12000",
                    "evaluation.retrieval=extensive")
                .settings());
    TrainingSummary summary = run.train(new LocalRolloutRunner(), new TrainingListener() {});

    List<EvaluationMetrics> all = run.metrics().evaluations().read();
    List<EvaluationMetrics> last =
        all.stream().filter(row -> row.iteration() == summary.iterations() - 1).toList();
    double achieved = (summary.maxReturn() + 100) / 465;
    assertThat(commands(last, "extensive")).containsExactly(0.0, 0.5, 1.0);
    assertThat(commands(last, "withheld"))
        .hasSize(3)
        .allMatch(command -> command > 100.0 / 465)
        .last()
        .satisfies(command -> assertThat(command).isCloseTo(1, within(1e-12)));
    assertThat(commands(last, "beyond"))
        .hasSize(4)
        .first()
        .satisfies(command -> assertThat(command).isCloseTo(achieved + 0.05, within(1e-12)));
    assertThat(run.metrics().identity().read())
        .filteredOn(row -> row.iteration() == summary.iterations() - 1)
        .extracting(IdentityMetrics::kind)
        .containsExactly(
            "extensive",
            "seen",
            "withheld",
            "beyond",
            "retrieval",
            "retrieval-withheld",
            "retrieval-beyond");
    // Policies above the ceiling are stored, but nothing was learned from them: they do not help.
    assertThat(last)
        .filteredOn(row -> row.kind().equals("retrieval-withheld"))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.givenCommand()).isLessThanOrEqualTo(100.0 / 465));
    assertThat(summary.evaluationEnvSteps())
        .isEqualTo(1000L * all.stream().mapToInt(EvaluationMetrics::episodes).sum());
    assertThat(Dataset.rows(directory)).hasSize((int) summary.episodes());
  }

  private static List<Double> commands(List<EvaluationMetrics> rows, String kind) {
    return rows.stream()
        .filter(row -> row.kind().equals(kind))
        .map(EvaluationMetrics::command)
        .toList();
  }
}
