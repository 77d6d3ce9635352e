package io.github.udrlpg.train;

import io.github.udrlpg.generator.PolicyGenerator;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.TaskResult;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Gets an iteration's policies into the dataset: rolled out now, or found committed already. */
final class Collector {
  private final RolloutRunner runner;
  private final PolicyDataset dataset;
  private final PolicyGenerator generator;
  private final int committedBefore;

  /**
   * @param committedBefore iterations from here on cannot have been committed by an earlier driver
   */
  Collector(
      RolloutRunner runner, PolicyDataset dataset, PolicyGenerator generator, int committedBefore) {
    this.runner = runner;
    this.dataset = dataset;
    this.generator = generator;
    this.committedBefore = committedBefore;
  }

  /**
   * An iteration as the dataset has it.
   *
   * @param rows its policies, in order
   * @param simulationSeconds wall time of the slowest task's episodes; 0 if they were found
   */
  record Collected(CommitEntry commit, List<PolicyRow> rows, double simulationSeconds) {}

  /**
   * Generates what a plan perturbs.
   *
   * @return the generator's weights for each command of the plan, {@code [commands, parameters]};
   *     nothing where policies are initialised at random
   */
  float[][] generate(RolloutPlan plan) {
    return plan.origin() == PolicyOrigin.XAVIER
        ? new float[0][]
        : generator.generate(plan.commands().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Rolls a plan out and commits it. What a driver committed before it died is taken as it stands:
   * rolling it out again would give the same rows, and a reader may have seen them.
   *
   * @param means what {@link #generate} returned for the plan
   */
  Collected collect(RolloutPlan plan, float[][] means) throws IOException {
    if (plan.iteration() < committedBefore) {
      Optional<CommitEntry> commit = dataset.find(plan.iteration());
      if (commit.isPresent()) {
        return new Collected(commit.get(), dataset.readRows(commit.get()), 0);
      }
    }
    TaskResult result = runner.store(plan, means, dataset.writers(plan.iteration()));
    CommitEntry commit = dataset.commit(plan.iteration(), result.files());
    return new Collected(commit, result.rows(), result.simulationSeconds());
  }
}
