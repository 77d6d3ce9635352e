package io.github.udrlpg.rollout;

import io.github.udrlpg.store.PolicyWriters;
import java.io.IOException;
import java.util.stream.IntStream;

/** Runs every policy in the calling thread: one small run inside one task, or no cluster at all. */
public final class LocalRolloutRunner implements RolloutRunner {

  @Override
  public TaskResult store(RolloutPlan plan, float[][] means, PolicyWriters writers)
      throws IOException {
    return new RolloutTask(plan)
        .store(IntStream.range(0, plan.policies()).iterator(), means, writers, "0");
  }

  @Override
  public TaskResult evaluate(RolloutPlan plan, float[][] means) {
    return new RolloutTask(plan).evaluate(IntStream.range(0, plan.policies()).iterator(), means);
  }
}
