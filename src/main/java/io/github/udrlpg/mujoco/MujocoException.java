package io.github.udrlpg.mujoco;

/** A failure inside MuJoCo, with its own words: a model it refuses, or an error that is fatal. */
public final class MujocoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private MujocoException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns the failure of an action, with the reason that MuJoCo gave, in one line. */
  static MujocoException of(String action, RuntimeException cause) {
    String reason = cause.getMessage().strip().replaceAll("\\s*\\R\\s*", "; ");
    return new MujocoException(
        "MuJoCo %s cannot %s: %s".formatted(Mujoco.version(), action, reason), cause);
  }
}
