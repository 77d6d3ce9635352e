package io.github.udrlpg.rollout;

import io.github.udrlpg.config.ReturnSettings.SurvivalBonus;
import io.github.udrlpg.store.Episode;
import java.io.Serializable;
import java.util.List;

/**
 * The scale of commands: 0 is the lowest expected training return, 1 the highest.
 *
 * @param min training return at command 0
 * @param max training return at command 1
 * @param survivalBonus whether the bonus for being alive counts in the training return
 */
public record ReturnScale(double min, double max, SurvivalBonus survivalBonus)
    implements Serializable {

  /** Returns the part of an episode's return that trains. */
  public double trainingReturn(Episode episode) {
    return survivalBonus == SurvivalBonus.EXCLUDE
        ? episode.totalReturn() - episode.survivalBonus()
        : episode.totalReturn();
  }

  /** Returns the mean training return of the episodes as a command, clipped below at 0. */
  public double scaled(List<Episode> episodes) {
    double mean = episodes.stream().mapToDouble(this::trainingReturn).average().orElseThrow();
    return Math.max(0, scaled(mean));
  }

  /** Returns a training return as a command. */
  public double scaled(double trainingReturn) {
    return (trainingReturn - min) / (max - min);
  }

  /** Returns the training return that a command asks for. */
  public double unscaled(double command) {
    return min + command * (max - min);
  }
}
