package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.WorkerTeam;
import io.github.udrlpg.text.Text;
import java.nio.FloatBuffer;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Adam's steps on {@code mean((G(c) − θ)²)} over batch and parameters: forward and backward passes
 * of the networks' slices, then the gradients, shared out over a team of workers.
 */
final class Regression {
  private final UpdatePlans plans;
  private final List<NetworkPair> pairs;
  private final NativeAdam adam;
  private final WorkerTeam team;
  private final CommandBatch batch;
  private double[] losses = new double[0];
  private NativeAverage average;

  /**
   * Creates the regression of a generator's networks.
   *
   * @param pairs the networks, whose inputs are made anew after every step
   */
  Regression(
      HypernetworkShape shape,
      UpdatePlans plans,
      List<NetworkPair> pairs,
      NativeAdam adam,
      WorkerTeam team) {
    this.plans = plans;
    this.pairs = pairs;
    this.adam = adam;
    this.team = team;
    this.batch = new CommandBatch(shape.policy().parameterCount(), team.workers());
  }

  /** Keeps an average up to date from now on. */
  void keep(NativeAverage kept) {
    average = kept;
  }

  /** Takes a step on all tiles; see {@link PolicyGenerator#update(double[], FloatBuffer[])}. */
  double update(double[] commands, FloatBuffer[] targets) {
    return step(plan(commands, targets), targets);
  }

  /** Takes a step on an estimate of the loss from a share of the rows of tiles. */
  double update(
      double[] commands, FloatBuffer[] targets, double tileFraction, UniformRandomProvider random) {
    UpdatePlan plan = plan(commands, targets);
    for (int i = 0; i < plan.tileRows().size(); i++) {
      plan.tileRows().get(i).select(tileFraction, random);
    }
    return step(plan, targets);
  }

  private UpdatePlan plan(double[] commands, FloatBuffer[] targets) {
    batch.group(commands, targets);
    UpdatePlan plan = plans.get(batch.distinct(), commands.length);
    if (losses.length < plan.slices().size()) {
      losses = new double[plan.slices().size()];
    }
    return plan;
  }

  private double step(UpdatePlan plan, FloatBuffer[] targets) {
    team.run(batch.distinct(), (g, worker) -> batch.average(g, targets, worker));
    double loss = differentiate(plan);
    requireFinite(loss, adam.steps() + 1, adam.learningRate());
    descend(plan);
    return loss;
  }

  /**
   * @throws IllegalStateException if the loss before an update is not finite
   */
  static void requireFinite(double loss, long update, double learningRate) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException(
          Text.format(
                  "Generator update %d diverged: the loss is %s. Lower the learning rate, now %s,"
                      + " and look",
                  update, loss, learningRate)
              + " for targets that are not finite");
    }
  }

  private double differentiate(UpdatePlan plan) {
    List<NetworkSlice> slices = plan.slices();
    float[] commands = batch.commands();
    team.run(
        slices.size(),
        (i, worker) -> {
          NetworkSlice slice = slices.get(i);
          slice.forward(commands, plans.workspace(worker));
          losses[i] = slice.compare(batch, plans.workspace(worker).residuals);
          slice.backward(commands, plans.workspace(worker));
        });
    double sum = 0;
    for (int i = 0; i < slices.size(); i++) {
      sum += losses[i];
    }
    return batch.meanSquaredError(sum);
  }

  private void descend(UpdatePlan plan) {
    List<GradientJob> jobs = plan.gradients();
    adam.beginStep();
    team.run(
        jobs.size(),
        (i, worker) -> {
          GradientJob job = jobs.get(i);
          job.compute(batch.commands(), worker, plans.workspace(worker));
          adam.update(job.offset(), job.length(), plans.gradient(worker).floats(), worker);
          if (average != null) {
            average.update(job.offset(), job.length(), worker);
          }
        });
    pairs.forEach(NetworkPair::refreshInputs);
  }
}
