package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.TaskResult;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyWriters;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two drivers on one run: the newer one has it, and the older one harms nothing. */
@Tag("native")
class TakeoverTest {
  private static final TrainingListener SILENT = new TrainingListener() {};
  private static final Settings SETTINGS = Runs.tiny("training.max-env-steps=12000").settings();

  @TempDir Path directory;

  @Test
  void aDriverThatWakesUpAfterAnotherTookOverStopsAndHarmsNothing() throws IOException {
    Path whole = directory.resolve("whole");
    Path shared = directory.resolve("shared");
    Runs.open(whole, SETTINGS).train(new LocalRolloutRunner(), SILENT);

    // Asleep in the middle of an iteration, its files written, while the other trains to the end.
    RolloutRunner sleeper =
        new Interrupted(
            2,
            (plan, means) -> Runs.open(shared, SETTINGS).train(new LocalRolloutRunner(), SILENT));
    assertThatThrownBy(() -> Runs.open(shared, SETTINGS).train(sleeper, SILENT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Another driver (process " + ProcessHandle.current().pid())
        .hasMessageContaining("has taken over the run in")
        .hasMessageContaining("what it committed stands");

    assertThat(Dataset.rows(shared)).isEqualTo(Dataset.rows(whole));
    assertThat(Runs.files(shared.resolve("policies")))
        .as("the newer driver has removed what the sleeper left")
        .hasSameSizeAs(Runs.files(whole.resolve("policies")));
  }

  @Test
  void whatADriverThatWasBelievedDeadCommittedIsTakenAsItStands() throws IOException {
    Path whole = directory.resolve("whole");
    Path shared = directory.resolve("shared");
    Runs.open(whole, SETTINGS).train(new LocalRolloutRunner(), SILENT);

    // The older driver's last commit lands between the newer one's rollouts and its commit.
    RolloutRunner overtaken =
        new Interrupted(
            1,
            (plan, means) -> {
              PolicyDataset older = Dataset.open(shared);
              TaskResult same =
                  new LocalRolloutRunner().store(plan, means, older.writers(plan.iteration()));
              older.commit(plan.iteration(), same.files());
            });
    Runs.open(shared, SETTINGS).train(overtaken, SILENT);

    assertThat(Dataset.rows(shared)).isEqualTo(Dataset.rows(whole));
  }

  /** Does the work itself, and lets something happen before it hands one iteration over. */
  private static final class Interrupted implements RolloutRunner {
    private final LocalRolloutRunner runner = new LocalRolloutRunner();
    private final int iteration;
    private final Interruption interruption;

    Interrupted(int iteration, Interruption interruption) {
      this.iteration = iteration;
      this.interruption = interruption;
    }

    private interface Interruption {
      void happen(RolloutPlan plan, float[][] means) throws IOException;
    }

    @Override
    public TaskResult store(RolloutPlan plan, float[][] means, PolicyWriters writers)
        throws IOException {
      TaskResult result = runner.store(plan, means, writers);
      if (plan.iteration() == iteration) {
        interruption.happen(plan, means);
      }
      return result;
    }

    @Override
    public TaskResult evaluate(RolloutPlan plan, float[][] means) {
      return runner.evaluate(plan, means);
    }
  }
}
