package io.github.udrlpg.mujoco;

/** A failure inside MuJoCo, with its own words: a model it refuses, or an error that is fatal. */
public final class MujocoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MujocoException(String message, Throwable cause) {
    super(message, cause);
  }
}
