package io.github.udrlpg.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.algorithm.LearnerState;
import io.github.udrlpg.checkpoint.Checkpoint;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.TaskResult;
import io.github.udrlpg.store.PolicyWriters;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("native")
class OverlappedUpdatesTest {
  private static final Settings OVERLAPPED = Runs.tiny("training.overlap-updates=true").settings();

  @TempDir Path directory;

  @Test
  void whoeverIsFasterTheRowsAreTheSame() throws IOException {
    train("rollouts are done first", OVERLAPPED, new LocalRolloutRunner());
    train("updates are done first", OVERLAPPED, new AfterUpdates());

    assertThat(rows("updates are done first"))
        .isEqualTo(rows("rollouts are done first"))
        .hasSize(24);
  }

  @Test
  void policiesAreOneIterationsUpdatesBehind() throws IOException {
    TrainingRun plain = train("plain", Runs.tiny().settings(), new LocalRolloutRunner());
    TrainingRun overlapped = train("overlapped", OVERLAPPED, new LocalRolloutRunner());

    // Three policies of the warm-up, two of iteration 1: nobody has trained yet. Two of iteration 2
    // come from the generator before its first updates here, and from after them there.
    assertThat(rows("overlapped").subList(0, 5)).isEqualTo(rows("plain").subList(0, 5));
    assertThat(rows("overlapped").get(5)).isNotEqualTo(rows("plain").get(5));
    List<Integer> updates = updates(plain);
    assertThat(updates).startsWith(0, 4, 4);
    List<Integer> delayed = new ArrayList<>(updates);
    delayed.add(0, 0);
    delayed.remove(delayed.size() - 1);
    assertThat(updates(overlapped)).isEqualTo(delayed);
  }

  @Test
  void theLastUpdatesComeBeforeTheFinalEvaluation() throws IOException {
    List<Long> steps = new ArrayList<>();
    for (String overlap : List.of("false", "true")) {
      Settings settings = Runs.tiny("training.overlap-updates=" + overlap).settings();
      train(overlap, settings, new LocalRolloutRunner());
      TrainingCheckpoint last = newestCheckpoint(overlap);
      assertThat(last.state().dueUpdates).isZero();
      steps.add(last.learner().counters().get("generator_steps"));
    }

    assertThat(steps.get(1)).isEqualTo(steps.get(0)).isPositive();
  }

  @Test
  void aFailureOfTheUpdatesIsTheRunsFailure() {
    Settings settings =
        Runs.tiny("training.overlap-updates=true", "generator.learning-rate=1e30").settings();

    assertThatThrownBy(() -> train("diverges", settings, new LocalRolloutRunner()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Generator update ")
        .hasMessageContaining("diverged: the loss is ");
  }

  @Test
  void aCheckpointHasWhatIsDue() {
    TrainingState state = new TrainingState(2, Limits.NONE);
    state.nextIteration = 7;
    state.dueUpdates = 16;
    LearnerState learner = new LearnerState(Map.of(), Map.of());
    Checkpoint checkpoint = new TrainingCheckpoint(state, learner).toCheckpoint();

    assertThat(TrainingCheckpoint.of(checkpoint, Limits.NONE).state().dueUpdates).isEqualTo(16);
  }

  /** Hands its results over only when the updates beside it have ended, if there are any. */
  private static final class AfterUpdates implements RolloutRunner {
    private final LocalRolloutRunner runner = new LocalRolloutRunner();

    @Override
    public TaskResult store(RolloutPlan plan, float[][] means, PolicyWriters writers)
        throws IOException {
      while (Thread.getAllStackTraces().entrySet().stream().anyMatch(AfterUpdates::isUpdating)) {
        Thread.onSpinWait();
      }
      return runner.store(plan, means, writers);
    }

    private static boolean isUpdating(Map.Entry<Thread, StackTraceElement[]> thread) {
      return thread.getKey().getName().equals("udrlpg-updates")
          && List.of(thread.getValue()).stream()
              .anyMatch(frame -> frame.getClassName().endsWith(".algorithm.Udrlpg"));
    }

    @Override
    public TaskResult evaluate(RolloutPlan plan, float[][] means) {
      return runner.evaluate(plan, means);
    }
  }

  private TrainingRun train(String name, Settings settings, RolloutRunner runner)
      throws IOException {
    TrainingRun run = Runs.open(directory.resolve(name), settings);
    run.train(runner, new TrainingListener() {});
    return run;
  }

  private List<String> rows(String name) throws IOException {
    return Dataset.rows(directory.resolve(name));
  }

  private static List<Integer> updates(TrainingRun run) throws IOException {
    return run.metrics().iterations().read().stream().map(IterationMetrics::updates).toList();
  }

  private TrainingCheckpoint newestCheckpoint(String name) throws IOException {
    return TrainingCheckpoint.of(
        new io.github.udrlpg.checkpoint.CheckpointStore(
                new org.apache.hadoop.conf.Configuration(),
                new org.apache.hadoop.fs.Path(
                    directory.resolve(name).resolve("checkpoints").toUri()),
                3)
            .loadNewest(
                warning -> {
                  throw new AssertionError(warning);
                })
            .orElseThrow(),
        Limits.NONE);
  }
}
