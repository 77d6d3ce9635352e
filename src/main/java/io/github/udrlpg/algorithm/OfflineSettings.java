package io.github.udrlpg.algorithm;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.BufferSettings;
import io.github.udrlpg.config.GeneratorSettings;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.generator.HypernetworkShape;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.text.Text;

/**
 * How a generator is trained from policies that are there already.
 *
 * @param generator its sizes and optimiser; where the learning rate falls, it does so over all
 *     updates, because there are no environment steps to count
 * @param buffer which policies are trained on, and how batches are drawn from them
 * @param batchSize pairs of each update
 * @param tileFraction share of the policy's tiles that an update compares, in (0, 1]
 * @param updates how many updates
 * @param seed of everything that is drawn
 */
public record OfflineSettings(
    GeneratorSettings generator,
    BufferSettings buffer,
    int batchSize,
    double tileFraction,
    int updates,
    long seed) {

  /**
   * @throws InvalidInputException if a number is outside its range
   */
  public OfflineSettings {
    requirePositive("batch size", batchSize);
    requirePositive("number of updates", updates);
    if (!(tileFraction > 0 && tileFraction <= 1)) {
      throw new InvalidInputException(
          "The fraction of tiles must be in (0, 1], found " + tileFraction);
    }
  }

  /** Takes what concerns this out of the settings of a run. */
  public static OfflineSettings of(Settings settings, int updates) {
    return new OfflineSettings(
        settings.generator(),
        settings.buffer(),
        settings.training().batchSize(),
        settings.training().tileFraction(),
        updates,
        settings.run().seed());
  }

  /**
   * Returns the generator's shape for some policies.
   *
   * @throws InvalidInputException if there can be no such generator
   */
  public HypernetworkShape hypernetwork(PolicyShape policy) {
    return Parts.hypernetworkShape(generator, policy);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new InvalidInputException(
          Text.format("The %s must be positive, found %d", name, value));
    }
  }
}
