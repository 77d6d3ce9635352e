package io.github.udrlpg.testing;

import io.github.udrlpg.algorithm.Harness;
import io.github.udrlpg.algorithm.Learner;
import io.github.udrlpg.algorithm.LearnerProvider;
import io.github.udrlpg.algorithm.LearnerState;
import io.github.udrlpg.rollout.Perturbation;
import io.github.udrlpg.rollout.RolloutRequest;
import io.github.udrlpg.rollout.Rollouts;
import io.github.udrlpg.store.PolicyRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A learner that ignores commands: it keeps the best weights so far, and tries others around them.
 * docs/architecture.md takes it for what a second learner costs.
 */
public final class RandomSearch implements Learner {
  private final int policies;
  private final double noise;
  private final float[] best;
  private double highest;

  private RandomSearch(int policies, double noise, float[] best, double highest) {
    this.policies = policies;
    this.noise = noise;
    this.best = best;
    this.highest = highest;
  }

  @Override
  public void iterate(Harness harness) throws IOException {
    RolloutRequest request =
        RolloutRequest.perturbed(List.of(1.0), Perturbation.constant(noise), policies);
    Rollouts rollouts = harness.rollOut(request, new float[][] {best.clone()});
    for (PolicyRow row : rollouts.rows()) {
      if (harness.seen().isTrainable(row) && row.scaledReturn() > highest) {
        highest = row.scaledReturn();
        System.arraycopy(rollouts.weights(row), 0, best, 0, best.length);
      }
    }
  }

  @Override
  public float[][] policies(double[] commands) {
    float[][] policies = new float[commands.length][];
    Arrays.fill(policies, best);
    return policies;
  }

  @Override
  public LearnerState state() {
    return new LearnerState(
        Map.of("best.weights", best.clone(), "best.return", new double[] {highest}), Map.of());
  }

  /** Registers it, by a line in META-INF/services. */
  public static final class Provider implements LearnerProvider {
    @Override
    public String name() {
      return "random-search";
    }

    @Override
    public Learner create(Context context, Optional<LearnerState> state) {
      Map<String, Object> known = state.map(LearnerState::arrays).orElse(Map.of());
      return new RandomSearch(
          context.settings().rollout().policiesPerIteration(),
          context.settings().rollout().noise(),
          (float[])
              known.getOrDefault("best.weights", new float[context.run().shape().parameterCount()]),
          ((double[]) known.getOrDefault("best.return", new double[] {-1}))[0]);
    }
  }
}
