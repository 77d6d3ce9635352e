package io.github.udrlpg.rollout;

import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import java.util.List;

/**
 * An iteration as the dataset has it.
 *
 * @param commit its files
 * @param plan what was asked for
 * @param means the weights before they were perturbed, {@code [commands, parameters]}
 * @param rows its policies, in order
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record Rollouts(
    CommitEntry commit, RolloutPlan plan, float[][] means, List<PolicyRow> rows) {

  /** Copies the list. */
  public Rollouts {
    rows = List.copyOf(rows);
  }

  /**
   * Returns the weights of a policy as they were rolled out, {@code [parameters]}: they follow from
   * its seed, so nothing is read.
   */
  public float[] weights(PolicyRow row) {
    PolicyShape shape = plan.run().shape();
    float[] weights = new float[shape.parameterCount()];
    if (row.origin() == PolicyOrigin.XAVIER) {
      PolicyWeights.xavier(shape, row.weightSeed(), weights);
    } else {
      PolicyWeights.perturb(
          means[plan.commandIndex(row.policy())], row.noise(), row.weightSeed(), weights);
    }
    return weights;
  }
}
