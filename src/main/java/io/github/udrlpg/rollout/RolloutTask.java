package io.github.udrlpg.rollout;

import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.PolicyWriter;
import io.github.udrlpg.store.PolicyWriters;
import io.github.udrlpg.store.StoredPolicy;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The work of one task: some of a plan's policies, rolled out one after the other. Shipped to
 * executors without the generator's weights, which are the same for all tasks.
 */
public final class RolloutTask implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RolloutPlan plan;

  /** Creates the work of a plan. */
  public RolloutTask(RolloutPlan plan) {
    this.plan = plan;
  }

  /**
   * Rolls policies out and stores them.
   *
   * @param policies the indices of the policies
   * @param means the generator's weights for each command of the plan, {@code [commands,
   *     parameters]}
   * @param writers where the rows go
   * @param attempt a name that no other task or attempt of this iteration has
   * @throws IOException if rows cannot be written; none of the task's files counts then
   */
  public TaskResult store(
      Iterator<Integer> policies, float[][] means, PolicyWriters writers, String attempt)
      throws IOException {
    List<PolicyRow> rows = new ArrayList<>();
    long simulationNanos = 0;
    try (PolicyPlayer player = player();
        PolicyWriter writer = writers.open(attempt)) {
      float[] weights = new float[plan.run().shape().parameterCount()];
      while (policies.hasNext()) {
        long start = System.nanoTime();
        PolicyRow row = rollOut(policies.next(), means, player, weights);
        simulationNanos += System.nanoTime() - start;
        writer.write(new StoredPolicy(row, weights));
        rows.add(row);
      }
      return new TaskResult(rows, writer.finish(), simulationNanos * 1e-9);
    }
  }

  /** Rolls policies out without storing them: an evaluation. */
  public TaskResult evaluate(Iterator<Integer> policies, float[][] means) {
    List<PolicyRow> rows = new ArrayList<>();
    long start = System.nanoTime();
    try (PolicyPlayer player = player()) {
      float[] weights = new float[plan.run().shape().parameterCount()];
      while (policies.hasNext()) {
        rows.add(rollOut(policies.next(), means, player, weights));
      }
    }
    return new TaskResult(rows, List.of(), (System.nanoTime() - start) * 1e-9);
  }

  private PolicyPlayer player() {
    return new PolicyPlayer(plan.run().environment(), plan.run().shape());
  }

  private PolicyRow rollOut(int policy, float[][] means, PolicyPlayer player, float[] weights) {
    RunConstants run = plan.run();
    RolloutRequest request = plan.request();
    double noise = request.assignment().perturbation().noise(policy);
    long weightSeed = run.seeds().of(Seeds.Purpose.WEIGHTS, plan.iteration(), policy, 0);
    int command = plan.commandIndex(policy);
    if (request.origin() == PolicyOrigin.XAVIER) {
      PolicyWeights.xavier(run.shape(), weightSeed, weights);
    } else {
      PolicyWeights.perturb(means[command], noise, weightSeed, weights);
    }
    RunningStatistics observed = new RunningStatistics(player.observationSize());
    List<Episode> episodes =
        player.play(
            weights,
            plan.normalizer(),
            observed,
            request.episodesPerPolicy(),
            first -> request.confirmation().episodes(run.returns().scaled(first)),
            episode ->
                run.seeds()
                    .of(
                        plan.purpose(),
                        plan.iteration(),
                        policy,
                        plan.firstEpisode() + (long) episode));
    double scaledReturn = run.returns().scaled(episodes);
    return new PolicyRow(
        run.run(),
        plan.iteration(),
        policy,
        run.environment(),
        request.origin(),
        request.assignment().commands().get(command),
        noise,
        weightSeed,
        plan.normalizer(),
        observed,
        episodes,
        scaledReturn,
        run.returnBuckets().indexOf(scaledReturn));
  }
}
