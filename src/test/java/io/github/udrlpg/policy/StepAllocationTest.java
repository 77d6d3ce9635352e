package io.github.udrlpg.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.env.Transition;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rollout allocates per episode, never per step: policy, environment and statistics together. */
@Tag("native")
class StepAllocationTest {
  private static final int STEPS = 10_000;

  /** For what the measurement itself allocates, and far less than one byte per step. */
  private static final long SLACK_BYTES = 2_000;

  @ParameterizedTest
  @ValueSource(strings = {"InvertedPendulum-v5", "Swimmer-v4", "Hopper-v4"})
  void stepsAllocateNothing(String id) {
    try (Environment environment = Environments.create(id)) {
      EnvironmentSpec spec = environment.spec();
      PolicyShape shape =
          PolicyShape.of(spec.observationSize(), 16, 16, spec.actionSpace().outputs());
      MlpPolicy policy = new MlpPolicy(shape, spec.actionSpace());
      RunningStatistics statistics = new RunningStatistics(spec.observationSize());
      Transition transition = new Transition(spec.observationSize());
      double[] action = new double[spec.actionSpace().actionSize()];
      ObservationNormalizer normalizer = ObservationNormalizer.identity(spec.observationSize());
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      environment.reset(1, transition);
      run(environment, policy, normalizer, statistics, transition, action);

      long before = threads.getCurrentThreadAllocatedBytes();
      run(environment, policy, normalizer, statistics, transition, action);

      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(SLACK_BYTES);
      assertThat(statistics.count()).isEqualTo(2 * STEPS);
    }
  }

  private static void run(
      Environment environment,
      MlpPolicy policy,
      ObservationNormalizer normalizer,
      RunningStatistics statistics,
      Transition transition,
      double[] action) {
    for (int step = 0; step < STEPS; step++) {
      statistics.add(transition.observation());
      policy.act(transition.observation(), normalizer, action);
      environment.step(action, transition);
    }
  }
}
