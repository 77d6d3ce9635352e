package io.github.udrlpg.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.metrics.MetricsTable;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.TaskResult;
import io.github.udrlpg.store.PolicyWriters;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Fingerprint;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations that are played beside the iterations that follow. */
@Tag("native")
class EvaluationsBesideTest {
  private static final TrainingListener SILENT = new TrainingListener() {};
  private static final Settings SETTINGS =
      Runs.tiny(
              Runs.instant(
                  "training.max-env-steps=104",
                  "evaluation.every-env-steps=8",
                  "evaluation.extensive-every-env-steps=40",
                  "evaluation.retrieval=extensive",
                  "checkpoint.every-iterations=5"))
          .settings();

  @TempDir Path directory;

  @Test
  void theyAreTheSameAsThoseThatTrainingWaitsFor() throws IOException {
    TrainingRun waited = train("waited", SETTINGS, new LocalRolloutRunner());
    Late late = new Late();
    TrainingRun beside = train("beside", SETTINGS, late);

    assertThat(late.passed).as("iterations that did not wait").isGreaterThan(3);
    assertThat(Dataset.rows(directory.resolve("beside")))
        .isEqualTo(Dataset.rows(directory.resolve("waited")));
    assertThat(Fingerprint.of(directory.resolve("beside")))
        .isEqualTo(Fingerprint.of(directory.resolve("waited")));
    assertThat(tables(beside.metrics())).isEqualTo(tables(waited.metrics()));
    assertThat(beside.metrics().evaluations().read()).hasSizeGreaterThan(30);
  }

  @Test
  void theyAreTheSameInARunThatIsResumed() throws IOException {
    TrainingRun whole = train("whole", SETTINGS, new Late());
    assertThatThrownBy(() -> train("stopped", SETTINGS, new Stopping(8)))
        .hasMessageContaining("stopped");

    TrainingRun resumed = train("stopped", SETTINGS, new Late());

    assertThat(tables(resumed.metrics())).isEqualTo(tables(whole.metrics()));
  }

  @Test
  void theirFailureIsTheRuns() {
    assertThatThrownBy(() -> train("fails", SETTINGS, new Failing()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no room to play");
  }

  private TrainingRun train(String name, Settings settings, RolloutRunner runner)
      throws IOException {
    TrainingRun run = Runs.open(directory.resolve(name), settings);
    run.train(runner, SILENT);
    return run;
  }

  private static List<List<?>> tables(RunMetrics metrics) throws IOException {
    return List.of(
        rows(metrics.evaluations()),
        rows(metrics.identity()),
        rows(metrics.diagnosis()),
        rows(metrics.occupancy()));
  }

  private static List<String> rows(MetricsTable<?> table) throws IOException {
    return table.read().stream().map(Object::toString).toList();
  }

  private record Evaluating(BiFunction<RolloutPlan, float[][], TaskResult> work)
      implements RolloutRunner {
    @Override
    public TaskResult store(RolloutPlan plan, float[][] means, PolicyWriters writers) {
      throw new AssertionError("Training does not roll out here");
    }

    @Override
    public TaskResult evaluate(RolloutPlan plan, float[][] means) {
      return work.apply(plan, means);
    }
  }

  /** Its evaluations end only when an iteration has passed them, as long as one follows. */
  private static class Late implements RolloutRunner {
    private final LocalRolloutRunner runner = new LocalRolloutRunner();
    private final Semaphore iterations = new Semaphore(0);
    private int passed;

    @Override
    public TaskResult store(RolloutPlan plan, float[][] means, PolicyWriters writers)
        throws IOException {
      TaskResult result = runner.store(plan, means, writers);
      if (iterations.hasQueuedThreads()) {
        passed++;
      }
      iterations.release();
      return result;
    }

    @Override
    public TaskResult evaluate(RolloutPlan plan, float[][] means) {
      return runner.evaluate(plan, means);
    }

    @Override
    public Optional<RolloutRunner> beside() {
      iterations.drainPermits();
      AtomicBoolean first = new AtomicBoolean(true);
      return Optional.of(
          new Evaluating(
              (plan, means) -> {
                if (first.getAndSet(false)) {
                  awaitIteration();
                }
                return runner.evaluate(plan, means);
              }));
    }

    private void awaitIteration() {
      try {
        // None follows where training waits for what a checkpoint needs.
        iterations.tryAcquire(500, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Dies in an iteration. */
  private static final class Stopping extends Late {
    private final int iteration;

    Stopping(int iteration) {
      this.iteration = iteration;
    }

    @Override
    public TaskResult store(RolloutPlan plan, float[][] means, PolicyWriters writers)
        throws IOException {
      if (plan.iteration() == iteration) {
        throw new IOException("stopped");
      }
      return super.store(plan, means, writers);
    }
  }

  /** Cannot evaluate beside training. */
  private static final class Failing extends Late {
    @Override
    public Optional<RolloutRunner> beside() {
      return Optional.of(
          new Evaluating(
              (plan, means) -> {
                throw new IllegalStateException("no room to play");
              }));
    }
  }
}
