package io.github.udrlpg;

/**
 * Input that a user can correct: a configuration, a command line, a run directory or a file in it.
 *
 * <p>The message names what was found, the rule it breaks and the way out; the command line prints
 * it without a stack trace and exits with code 2.
 */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the error with a message meant for the user. */
  public InvalidInputException(String message) {
    super(message);
  }

  /** Creates the error with a message meant for the user and the failure that revealed it. */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
