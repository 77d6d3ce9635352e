package io.github.udrlpg.generator;

import io.github.udrlpg.nn.AdamSettings;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980) as PyTorch computes it: {@code m ← m + (1 − β₁)(g − m)},
 * {@code v ← β₂ v + (1 − β₂) g²}, {@code θ ← θ − α / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)}.
 *
 * <p>ND4J's own updater puts ε elsewhere and takes 11 ns for a parameter; this takes less than one,
 * by way of heap arrays that stay in the first-level cache.
 */
final class NativeAdam implements AutoCloseable {
  // Small enough that reading the next parameters and moments overlaps with computing these: twice
  // as fast as blocks of 1024 once the parameters exceed the caches.
  private static final int BLOCK = 256;

  private final FloatBuffer values;
  private final NativeMemory firstMoments;
  private final NativeMemory secondMoments;
  private final Staging[] staging;
  private AdamSettings settings;
  private long steps;
  private float stepSize;
  private float inverseRootCorrection;

  private static final class Staging {
    final float[] gradient = new float[BLOCK];
    final float[] value = new float[BLOCK];
    final float[] first = new float[BLOCK];
    final float[] second = new float[BLOCK];
  }

  /**
   * Creates an optimiser of {@code length} parameters.
   *
   * @param values the parameters, changed in place
   * @param workers that take part in a step
   */
  NativeAdam(AdamSettings settings, FloatBuffer values, int length, int workers) {
    this.settings = settings;
    this.values = values;
    this.firstMoments = NativeMemory.zeros(length);
    this.secondMoments = NativeMemory.zeros(length);
    this.staging = new Staging[workers];
    Arrays.setAll(staging, worker -> new Staging());
  }

  /** Begins the next step; {@link #update} has to follow once for every parameter. */
  void beginStep() {
    steps++;
    double t = (double) steps;
    stepSize = (float) (settings.learningRate() / (1 - Math.pow(settings.beta1(), t)));
    inverseRootCorrection = (float) (1 / Math.sqrt(1 - Math.pow(settings.beta2(), t)));
  }

  /**
   * Updates {@code length} parameters from {@code offset} on.
   *
   * @param gradients of these parameters, at the beginning
   */
  void update(int offset, int length, FloatBuffer gradients, int worker) {
    Staging s = staging[worker];
    FloatBuffer first = firstMoments.floats();
    FloatBuffer second = secondMoments.floats();
    for (int from = offset; from < offset + length; from += BLOCK) {
      int count = Math.min(BLOCK, offset + length - from);
      gradients.get(from - offset, s.gradient, 0, count);
      values.get(from, s.value, 0, count);
      first.get(from, s.first, 0, count);
      second.get(from, s.second, 0, count);
      updateBlock(s, count);
      values.put(from, s.value, 0, count);
      first.put(from, s.first, 0, count);
      second.put(from, s.second, 0, count);
    }
  }

  private void updateBlock(Staging s, int count) {
    float share = (float) (1 - settings.beta1());
    float decay = (float) settings.beta2();
    float squareShare = (float) (1 - settings.beta2());
    float epsilon = (float) settings.epsilon();
    Vectors.approach(s.first, share, s.gradient, count);
    Vectors.approachSquares(s.second, decay, squareShare, s.gradient, count);
    Vectors.subtractQuotient(
        s.value, stepSize, s.first, inverseRootCorrection, s.second, epsilon, count);
  }

  void setLearningRate(double learningRate) {
    settings =
        new AdamSettings(learningRate, settings.beta1(), settings.beta2(), settings.epsilon());
  }

  double learningRate() {
    return settings.learningRate();
  }

  long steps() {
    return steps;
  }

  float[] firstMoments() {
    return firstMoments.toArray();
  }

  float[] secondMoments() {
    return secondMoments.toArray();
  }

  /** Continues from a stored state. */
  void restore(long stepsSoFar, float[] first, float[] second) {
    steps = stepsSoFar;
    firstMoments.floats().put(0, first);
    secondMoments.floats().put(0, second);
  }

  @Override
  public void close() {
    firstMoments.close();
    secondMoments.close();
  }
}
