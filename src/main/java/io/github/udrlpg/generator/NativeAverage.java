package io.github.udrlpg.generator;

import java.nio.FloatBuffer;

/**
 * An exponential moving average of parameters over updates, {@code a ← a + (1 − decay)(θ − a)}
 * (Polyak averaging; Kingma and Ba, arXiv 1412.6980, section 7.2).
 */
final class NativeAverage implements AutoCloseable {
  private static final int BLOCK = 256;

  private final FloatBuffer values;
  private final int length;
  private final float share;
  private final NativeMemory average;
  private final float[][] value;
  private final float[][] mean;

  /**
   * Starts an average.
   *
   * @param values the parameters that are averaged
   * @param initial where the average starts, {@code [length]}
   * @param workers that take part in an update
   */
  NativeAverage(FloatBuffer values, float[] initial, double decay, int workers) {
    this.values = values;
    this.length = initial.length;
    this.share = (float) (1 - decay);
    this.average = NativeMemory.zeros(length);
    average.floats().put(0, initial);
    this.value = new float[workers][BLOCK];
    this.mean = new float[workers][BLOCK];
  }

  /** Takes {@code count} parameters in that an update has just changed. */
  void update(int offset, int count, int worker) {
    FloatBuffer averages = average.floats();
    for (int from = offset; from < offset + count; from += BLOCK) {
      int size = Math.min(BLOCK, offset + count - from);
      values.get(from, value[worker], 0, size);
      averages.get(from, mean[worker], 0, size);
      Vectors.approach(mean[worker], share, value[worker], size);
      averages.put(from, mean[worker], 0, size);
    }
  }

  /** Puts the average in the parameters' place and keeps them in its own. */
  void exchange() {
    float[] current = new float[length];
    values.get(0, current);
    values.put(0, average.toArray());
    average.floats().put(0, current);
  }

  float[] toArray() {
    return average.toArray();
  }

  @Override
  public void close() {
    average.close();
  }
}
