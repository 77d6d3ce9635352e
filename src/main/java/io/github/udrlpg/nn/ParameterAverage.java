package io.github.udrlpg.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An exponential moving average of parameters over updates, {@code a ← a + (1 − decay)(θ − a)}
 * (Polyak averaging; Kingma and Ba, arXiv 1412.6980, section 7.2).
 */
public final class ParameterAverage implements AutoCloseable {
  private final INDArray parameters;
  private final INDArray average;
  private final INDArray scratch;
  private final double share;

  /**
   * Starts an average.
   *
   * @param parameters a vector that is averaged
   * @param initial where the average starts, {@code [parameters]}
   * @param decay share of the average that an update keeps, in [0, 1)
   */
  public ParameterAverage(INDArray parameters, float[] initial, double decay) {
    this.parameters = parameters;
    this.average = Memory.zeros(parameters.dataType(), parameters.length());
    this.scratch = Memory.zeros(parameters.dataType(), parameters.length());
    this.share = 1 - decay;
    average.assign(Nd4j.createFromArray(initial));
  }

  /** Takes the parameters in after an update has changed them. */
  public void update() {
    parameters.sub(average, scratch);
    average.addi(scratch.muli(share));
  }

  /** Puts the average in the parameters' place and keeps them in its own. */
  public void exchange() {
    scratch.assign(parameters);
    parameters.assign(average);
    average.assign(scratch);
  }

  /** Returns a copy of the average, {@code [parameters]}. */
  public float[] toArray() {
    return average.toFloatVector();
  }

  /** Releases the average; closing twice is fine. */
  @Override
  public void close() {
    if (!average.wasClosed()) {
      average.close();
      scratch.close();
    }
  }
}
