package io.github.udrlpg.mujoco;

import io.github.udrlpg.text.Text;

/**
 * A failure of MuJoCo: a library that does not load, a model that it refuses, or an error that
 * would be fatal in another program; with MuJoCo's own words where there are any.
 */
public final class MujocoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private MujocoException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns the failure of an action, with the reason that MuJoCo gave, in one line. */
  static MujocoException of(String action, RuntimeException cause) {
    String reason = cause.getMessage().strip().replaceAll("\\s*\\R\\s*", "; ");
    return new MujocoException(
        Text.format("MuJoCo %s cannot %s: %s", Mujoco.version(), action, reason), cause);
  }

  /** Returns that a model has no part of some name. */
  static MujocoException noSuchPart(String model, String what, String name) {
    return new MujocoException(
        Text.format("The model %s has no %s of the name '%s'", model, what, name), null);
  }

  /** Returns that the library cannot be loaded on this machine. */
  static MujocoException notLoaded(UnsatisfiedLinkError cause) {
    return new MujocoException(
        Text.format(
                "Cannot load MuJoCo on %s %s: %s.",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                innermost(cause).getMessage().strip())
            + " The jar carries it for Linux on x86-64 with glibc 2.28 or newer",
        cause);
  }

  /** Returns that the loaded library is not the one that the binding was compiled for. */
  static MujocoException otherVersion(String expected, String found) {
    return new MujocoException(
        Text.format(
                "MuJoCo version mismatch: the binding was compiled for %s, the library is %s.",
                expected, found)
            + " Another MuJoCo may be loaded in this process; else build again",
        null);
  }

  /** Returns the reason: JavaCPP wraps it into the news that it is not elsewhere either. */
  private static Throwable innermost(Throwable error) {
    return error.getCause() == null ? error : innermost(error.getCause());
  }
}
