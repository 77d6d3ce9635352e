package io.github.udrlpg.train;

import io.github.udrlpg.buffer.BufferEntry;
import io.github.udrlpg.config.TrainingSettings;
import io.github.udrlpg.generator.Generator;
import io.github.udrlpg.metrics.WorkCounters;
import java.nio.FloatBuffer;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The generator's updates of one iteration.
 *
 * @param count how many there were
 * @param meanLoss mean squared error over them; NaN without any
 * @param seconds their wall time
 * @param waitedSeconds how much of it nothing else was done in; all of it unless they overlapped
 *     rollouts
 */
record Updates(int count, double meanLoss, double seconds, double waitedSeconds) {
  static final Updates NONE = new Updates(0, Double.NaN, 0, 0);

  /**
   * Regresses the generator on batches from the live buffer: mean((G(R) − θ')²), the achieved
   * return as the command (arXiv 2501.16288, equation 2).
   *
   * @param batches decides the batches
   * @param tiles decides which of the policy's tiles each update compares
   */
  static Updates run(
      int count,
      TrainingSettings settings,
      Targets source,
      Generator generator,
      UniformRandomProvider batches,
      UniformRandomProvider tiles) {
    return run(
        count, settings.batchSize(), settings.tileFraction(), source, generator, batches, tiles);
  }

  /**
   * Regresses the generator as {@link #run(int, TrainingSettings, Targets, Generator,
   * UniformRandomProvider, UniformRandomProvider)} does.
   *
   * @param batchSize pairs of each update
   * @param tileFraction share of the policy's tiles that an update compares
   */
  static Updates run(
      int count,
      int batchSize,
      double tileFraction,
      Targets source,
      Generator generator,
      UniformRandomProvider batches,
      UniformRandomProvider tiles) {
    Stopwatch watch = new Stopwatch();
    double[] commands = new double[batchSize];
    FloatBuffer[] targets = new FloatBuffer[batchSize];
    double losses = 0;
    for (int update = 0; update < count; update++) {
      List<BufferEntry> batch = source.sample(batchSize, batches);
      for (int i = 0; i < batchSize; i++) {
        commands[i] = batch.get(i).scaledReturn();
        targets[i] = source.weights(i, batch.get(i));
      }
      losses += generator.update(commands, targets, tileFraction, tiles);
    }
    double seconds = watch.lap();
    WorkCounters.countUpdates(count, seconds);
    return new Updates(count, losses / count, seconds, seconds);
  }

  /** Returns the same updates, overlapped by other work except for some seconds. */
  Updates waitedFor(double partSeconds) {
    return new Updates(count, meanLoss, seconds, partSeconds);
  }
}
