package io.github.udrlpg.nn;

import io.github.udrlpg.text.Text;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980) as PyTorch computes it: {@code m ← m + (1 − β₁)(g − m)},
 * {@code v ← β₂ v + (1 − β₂) g²}, {@code θ ← θ − α / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)}.
 *
 * <p>ND4J's own updater has ε beside the root of v as it is, not beside the corrected one.
 */
public final class Adam implements AutoCloseable {
  private final INDArray parameters;
  private final INDArray gradients;
  private final INDArray firstMoments;
  private final INDArray secondMoments;
  private final INDArray scratch;
  private AdamSettings settings;
  private long steps;

  /**
   * Creates an optimiser.
   *
   * @param parameters a vector, changed in place by every step
   * @param gradients of the loss, of the same length and type
   * @throws IllegalArgumentException if they are of different lengths
   */
  public Adam(AdamSettings settings, INDArray parameters, INDArray gradients) {
    if (parameters.length() != gradients.length()) {
      throw new IllegalArgumentException(
          Text.format(
              "Adam needs a gradient for each parameter, found %d for %d",
              gradients.length(), parameters.length()));
    }
    this.settings = settings;
    this.parameters = parameters;
    this.gradients = gradients;
    this.firstMoments = Memory.zeros(parameters.dataType(), parameters.length());
    this.secondMoments = Memory.zeros(parameters.dataType(), parameters.length());
    this.scratch = Memory.zeros(parameters.dataType(), parameters.length());
  }

  /** Takes a step along the gradients, and clears them. */
  public void step() {
    steps++;
    double t = (double) steps;
    double stepSize = settings.learningRate() / (1 - Math.pow(settings.beta1(), t));
    double rootCorrection = Math.sqrt(1 - Math.pow(settings.beta2(), t));

    gradients.sub(firstMoments, scratch);
    firstMoments.addi(scratch.muli(1 - settings.beta1()));

    gradients.mul(gradients, scratch);
    secondMoments.muli(settings.beta2()).addi(scratch.muli(1 - settings.beta2()));

    scratch.assign(secondMoments);
    Transforms.sqrt(scratch, false).divi(rootCorrection).addi(settings.epsilon());
    parameters.subi(scratch.rdivi(firstMoments).muli(stepSize));

    gradients.assign(0);
  }

  /**
   * Changes the learning rate of the steps that follow.
   *
   * @throws io.github.udrlpg.InvalidInputException if it is not a positive finite number
   */
  public void setLearningRate(double learningRate) {
    settings =
        new AdamSettings(learningRate, settings.beta1(), settings.beta2(), settings.epsilon());
  }

  /** Returns the learning rate of the next step. */
  public double learningRate() {
    return settings.learningRate();
  }

  /** Returns the number of steps so far. */
  public long steps() {
    return steps;
  }

  /** Returns a copy of the running means of the gradients, {@code [parameters]}. */
  public float[] firstMoments() {
    return firstMoments.toFloatVector();
  }

  /** Returns a copy of the running means of the squared gradients, {@code [parameters]}. */
  public float[] secondMoments() {
    return secondMoments.toFloatVector();
  }

  /**
   * Continues from a stored state.
   *
   * @param stepsSoFar steps that were taken
   * @param first what {@link #firstMoments} returned then
   * @param second what {@link #secondMoments} returned then
   */
  public void restore(long stepsSoFar, float[] first, float[] second) {
    steps = stepsSoFar;
    firstMoments.assign(Nd4j.createFromArray(first));
    secondMoments.assign(Nd4j.createFromArray(second));
  }

  /** Releases the moments; parameters and gradients stay their owner's. Closing twice is fine. */
  @Override
  public void close() {
    if (!scratch.wasClosed()) {
      firstMoments.close();
      secondMoments.close();
      scratch.close();
    }
  }
}
