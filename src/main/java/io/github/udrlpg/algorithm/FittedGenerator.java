package io.github.udrlpg.algorithm;

import io.github.udrlpg.generator.GeneratorState;
import io.github.udrlpg.generator.HypernetworkShape;
import io.github.udrlpg.policy.RunningStatistics;
import java.util.List;

/**
 * A generator that was trained from policies that were there already.
 *
 * @param shape its sizes
 * @param state its parameters and the state of its optimiser
 * @param observations what the policies that it was trained on observed; of no observations where
 *     that is not known
 * @param restated whether its policies are stated for these observations
 * @param commands the scaled returns of the policies that it was trained on
 * @param progress what its updates came to, one entry for every part of them
 */
public record FittedGenerator(
    HypernetworkShape shape,
    GeneratorState state,
    RunningStatistics observations,
    boolean restated,
    List<Double> commands,
    List<Progress> progress) {

  /**
   * How far a training came.
   *
   * @param updates until then
   * @param meanLoss mean squared error over the updates since the entry before
   * @param seconds wall time until then
   */
  public record Progress(int updates, double meanLoss, double seconds) {}

  /** Copies the lists. */
  public FittedGenerator {
    commands = List.copyOf(commands);
    progress = List.copyOf(progress);
  }

  /** Returns what UDRLPG has learned where this is its generator: it remembers no policy. */
  public LearnerState learnerState() {
    return new UdrlpgState(state, List.of(), List.of(), List.of()).toLearnerState();
  }
}
