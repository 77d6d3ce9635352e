package io.github.udrlpg.generator;

import io.github.udrlpg.InvalidInputException;

/** What the generated weights and biases of a policy layer are multiplied by. */
public sealed interface OutputScale {
  /** Returns the factor for a policy layer with {@code fanIn} inputs. */
  float factor(int fanIn);

  /** Returns the scale that leaves the networks' outputs as they are, as UDRLPG does. */
  static OutputScale none() {
    return new None();
  }

  /**
   * Returns the scale {@code scale / √fanIn} of GoGePo (arXiv 2207.01570), for weights and biases.
   *
   * @throws InvalidInputException if {@code scale} is not a positive finite number
   */
  static OutputScale byFanIn(double scale) {
    return new ByFanIn(scale);
  }

  /** The networks' outputs are the policy's weights. */
  record None() implements OutputScale {
    @Override
    public float factor(int fanIn) {
      return 1f;
    }
  }

  /**
   * A layer's weights and biases are multiplied by {@code scale / √fanIn}.
   *
   * @param scale positive
   */
  record ByFanIn(double scale) implements OutputScale {
    /**
     * @throws InvalidInputException if {@code scale} is not a positive finite number
     */
    public ByFanIn {
      if (!(scale > 0 && Double.isFinite(scale))) {
        throw new InvalidInputException(
            "Generator output scale must be a positive number, found " + scale);
      }
    }

    @Override
    public float factor(int fanIn) {
      return (float) (scale / Math.sqrt(fanIn));
    }
  }
}
