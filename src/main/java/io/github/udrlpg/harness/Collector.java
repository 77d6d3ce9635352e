package io.github.udrlpg.harness;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.Rollouts;
import io.github.udrlpg.rollout.TaskResult;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DriverClaim;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileAlreadyExistsException;

/** Gets an iteration's policies into the dataset: rolled out now, or found committed already. */
final class Collector {
  private final RolloutRunner runner;
  private final PolicyDataset dataset;
  private final DriverClaim claim;
  private final int firstUncommitted;

  /**
   * Creates a collector.
   *
   * @param claim to the run, which has to hold when an iteration is committed
   */
  Collector(RolloutRunner runner, PolicyDataset dataset, DriverClaim claim) throws IOException {
    this.runner = runner;
    this.dataset = dataset;
    this.claim = claim;
    this.firstUncommitted = dataset.lastIteration().orElse(-1) + 1;
  }

  /**
   * What was rolled out, and how long that took.
   *
   * @param simulationSeconds wall time of the slowest task's episodes; 0 if they were found
   */
  record Collected(Rollouts rollouts, double simulationSeconds) {}

  /**
   * Rolls a plan out and commits it. What a driver committed before it died is taken as it stands:
   * rolling it out again would give the same rows, and a reader may have seen them.
   *
   * @param means the weights of each command before they are perturbed, {@code [commands,
   *     parameters]}
   */
  Collected collect(RolloutPlan plan, float[][] means) throws IOException {
    if (plan.iteration() < firstUncommitted) {
      Optional<CommitEntry> commit = dataset.find(plan.iteration());
      if (commit.isPresent()) {
        return new Collected(
            new Rollouts(commit.get(), plan, means, stored(plan, commit.get())), 0);
      }
    }
    TaskResult result = runner.store(plan, means, dataset.writers(plan.iteration()));
    claim.require();
    CommitEntry commit = commit(plan.iteration(), result);
    if (plan.iteration() == firstUncommitted) {
      dataset.removeLeftovers(plan.iteration());
    }
    return new Collected(
        new Rollouts(commit, plan, means, result.rows()), result.simulationSeconds());
  }

  private List<PolicyRow> stored(RolloutPlan plan, CommitEntry commit) throws IOException {
    List<PolicyRow> rows = dataset.readRows(commit);
    for (PolicyRow row : rows) {
      if (!row.run().equals(plan.run().run())
          || !row.environment().equals(plan.run().environment())) {
        throw new InvalidInputException(
            Text.format(
                    "Iteration %d in policies/ holds policies of run %s in %s, but this is run %s"
                        + " in %s.",
                    plan.iteration(),
                    row.run(),
                    row.environment(),
                    plan.run().run(),
                    plan.run().environment())
                + " Restore policies/ from a copy of this run");
      }
    }
    return rows;
  }

  /**
   * Commits an iteration, or takes what a driver committed that had been believed dead: rows follow
   * from the run's seeds, so they are the same.
   */
  private CommitEntry commit(int iteration, TaskResult result) throws IOException {
    try {
      return dataset.commit(iteration, result.files());
    } catch (FileAlreadyExistsException e) {
      claim.require();
      CommitEntry standing = dataset.find(iteration).orElseThrow(() -> e);
      if (!dataset.readRows(standing).equals(result.rows())) {
        throw e;
      }
      return standing;
    }
  }
}
