package io.github.udrlpg.run;

import java.io.Serializable;

/**
 * What became of a {@link TrainingJob}; the run's directory has the rest.
 *
 * @param directory the run's directory
 * @param status how it ended
 * @param cause why it did not finish, in one line; empty where it did
 */
public record TrainingOutcome(String directory, Status status, String cause)
    implements Serializable {

  /** How a training ended. */
  public enum Status {
    /** It came to its end, now or before. */
    FINISHED,
    /** Its configuration or its directory is wrong: trying again does not help. */
    INVALID,
    /** It broke down as often as it was tried. */
    FAILED
  }

  /** Returns whether it came to its end. */
  public boolean isFinished() {
    return status == Status.FINISHED;
  }
}
