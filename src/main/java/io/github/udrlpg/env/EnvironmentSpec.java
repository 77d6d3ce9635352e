package io.github.udrlpg.env;

import io.github.udrlpg.text.Text;
import java.io.Serializable;

/**
 * What is known of an environment without running it.
 *
 * @param id the registered name, such as {@code "Hopper-v4"}
 * @param observationSize the length of an observation
 * @param actionSpace what an action is
 * @param maxEpisodeSteps after how many steps the caller truncates an episode
 */
public record EnvironmentSpec(
    String id, int observationSize, ActionSpace actionSpace, int maxEpisodeSteps)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if the id is blank or a number is not positive
   */
  public EnvironmentSpec {
    if (id.isBlank()) {
      throw new IllegalArgumentException("The id of an environment must not be blank");
    }
    if (observationSize < 1) {
      throw new IllegalArgumentException(
          Text.format(
              "The observation size of %s must be positive, found %d", id, observationSize));
    }
    if (maxEpisodeSteps < 1) {
      throw new IllegalArgumentException(
          Text.format("The episode limit of %s must be positive, found %d", id, maxEpisodeSteps));
    }
  }
}
