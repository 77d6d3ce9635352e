package io.github.udrlpg.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.env.Transition;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.testing.Policies;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rollout allocates per episode, never per step: everything that an episode does is included. */
@Tag("native")
class StepAllocationTest {
  private static final int STEPS = 2_000;

  /** The environment of an id, with one episode of {@link #STEPS} steps whatever happens in it. */
  private static final class Endless implements Environment {
    private final Environment environment;

    Endless(String id) {
      this.environment = Environments.create(id);
    }

    @Override
    public EnvironmentSpec spec() {
      EnvironmentSpec spec = environment.spec();
      return new EnvironmentSpec(spec.id(), spec.observationSize(), spec.actionSpace(), STEPS);
    }

    @Override
    public void reset(long seed, Transition out) {
      environment.reset(seed, out);
    }

    @Override
    public void step(double[] action, Transition out) {
      environment.step(action, out);
      if (out.terminated() && !out.diverged()) {
        double reward = out.reward();
        double bonus = out.survivalBonus();
        out.clear();
        out.pay(reward, bonus);
      }
    }

    @Override
    public void close() {
      environment.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ant-v5",
        "HalfCheetah-v5",
        "Hopper-v4",
        "Humanoid-v5",
        "HumanoidStandup-v5",
        "InvertedDoublePendulum-v4",
        "InvertedPendulum-v5",
        "Pusher-v5",
        "Reacher-v4",
        "Swimmer-v4",
        "Walker2d-v5"
      })
  void stepsAllocateNothing(String id) {
    EnvironmentSpec spec = Environments.spec(id);
    PolicyShape shape =
        PolicyShape.of(spec.observationSize(), 16, 16, spec.actionSpace().outputs());
    try (EpisodePlayer player = new EpisodePlayer(new Endless(id), shape)) {
      player.setWeights(Policies.random(shape, 0.1f));
      RunningStatistics observed = new RunningStatistics(spec.observationSize());
      ObservationNormalizer normalizer = ObservationNormalizer.identity(spec.observationSize());
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      player.play(1, normalizer, observed);

      long before = threads.getCurrentThreadAllocatedBytes();
      Episode episode = player.play(1, normalizer, observed);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      assertThat(episode.length()).isEqualTo(STEPS);
      // The start and the result of an episode allocate; a step that did so would need 16 bytes.
      assertThat(allocated).isPositive().isLessThan(8 * STEPS);
    }
  }
}
