package io.github.udrlpg.rollout;

import java.io.Serializable;

/**
 * More episodes for a policy with a high return, so that one lucky episode neither sets the command
 * nor makes a target: its return is the mean over all of its episodes.
 *
 * @param above the scaled return beyond which a policy has to confirm it
 * @param episodes how many more episodes it plays
 */
public record Confirmation(double above, int episodes) implements Serializable {
  /** Takes every return as it comes. */
  public static final Confirmation NONE = new Confirmation(Double.POSITIVE_INFINITY, 0);

  /**
   * Returns how many more episodes a policy plays.
   *
   * @param scaledReturn of its first ones
   */
  int episodes(double scaledReturn) {
    return scaledReturn > above ? episodes : 0;
  }
}
