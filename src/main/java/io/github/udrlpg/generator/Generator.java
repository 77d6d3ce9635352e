package io.github.udrlpg.generator;

import java.nio.FloatBuffer;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A generator of policies, θ = G(c): a hypernetwork that maps a commanded return to all weights of
 * a policy, tile by tile, trained by regression (arXiv 2501.16288; tiles: arXiv 2207.01570).
 *
 * <p>It lives on the driver, belongs to one thread at a time, and holds memory outside the Java
 * heap until it is closed. There are two engines for the same mathematics, {@link PolicyGenerator}
 * and {@link ReferenceGenerator}: what one has learnt the other restores, and what they compute
 * agrees but for the rounding of single precision.
 */
public interface Generator extends AutoCloseable {
  /**
   * Returns the policy for a command.
   *
   * @return {@code [parameters]}, in the flat layout of the policy's shape
   * @throws IllegalArgumentException if the command is not finite
   */
  float[] generate(double command);

  /**
   * Returns the policies for some commands, each the same as {@link #generate(double)} gives: which
   * other commands are asked for does not change its last bits.
   *
   * @return {@code [commands, parameters]}
   * @throws IllegalArgumentException if a command is not finite
   */
  default float[][] generate(double[] commands) {
    float[][] policies = new float[commands.length][];
    for (int i = 0; i < commands.length; i++) {
      policies[i] = generate(commands[i]);
    }
    return policies;
  }

  /**
   * Takes one Adam step on {@code mean((G(c) − θ)²)} over batch and parameters.
   *
   * @param commands {@code [batch]}
   * @param targets θ, {@code [batch, parameters]}: each buffer from its beginning to its capacity,
   *     on the heap or off it; only read
   * @return that loss before the step
   * @throws IllegalArgumentException if the batch is empty, a command is not finite, or commands
   *     and targets do not match
   * @throws IllegalStateException if the loss is not finite; the generator is unchanged
   */
  double update(double[] commands, FloatBuffer[] targets);

  /**
   * Takes one Adam step as {@link #update(double[], FloatBuffer[])} does, on an unbiased estimate
   * of the loss: of each policy layer, only some rows of tiles (those that feed the same outputs)
   * are compared, and count for the others.
   *
   * @param tileFraction of the rows, in (0, 1]; of each layer at least one row
   * @param random draws the rows, the same ones in every engine
   * @return an estimate of the loss; where commands repeat, engines differ in how they estimate
   * @throws IllegalArgumentException if the fraction is not in (0, 1]
   */
  double update(
      double[] commands, FloatBuffer[] targets, double tileFraction, UniformRandomProvider random);

  /** Returns the number of updates so far. */
  long steps();

  /** Returns the number of weights of a policy. */
  int parameterCount();

  /** Returns the number of the generator's own parameters. */
  int generatorParameterCount();

  /**
   * Changes the learning rate of the updates that follow.
   *
   * @throws io.github.udrlpg.InvalidInputException if it is not a positive finite number
   */
  void setLearningRate(double learningRate);

  /**
   * Keeps an exponential moving average of the parameters over the updates that follow, from the
   * present ones on, or from the average of the state that this generator was restored from.
   *
   * @param decay share of the average that an update keeps, in [0, 1)
   */
  void keepAverage(double decay);

  /**
   * Returns the policies that the averaged parameters make, as {@link #generate(double[])} does for
   * the present ones; the same without {@link #keepAverage}.
   */
  float[][] generateFromAverage(double[] commands);

  /** Returns a copy of everything that the next update depends on, except the settings. */
  GeneratorState state();

  /** Releases the memory outside the heap; closing twice is fine. */
  @Override
  void close();
}
