package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.harness.Calibration;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.text.Text;
import java.util.List;

/**
 * The commands that a user gave, and what is said of them: a decimal comma makes two commands of
 * one, and what lies far outside of what was seen is a guess of the generator's.
 */
final class CommandsAsked implements TrainingListener {
  private static final String SEPARATORS =
      "(Commas separate commands; a decimal has a point, as in 0.5.)";

  private final List<Double> commands;

  /**
   * Checks commands before anything starts.
   *
   * @param rule the option, and what its value must be
   * @throws InvalidInputException if one is no scaled return that a generator can take
   */
  CommandsAsked(String rule, List<Double> commands) {
    this.commands = commands;
    for (double command : commands) {
      if (!(command >= 0) || Double.isInfinite(command)) {
        throw new InvalidInputException(rule + " from 0, found " + command);
      }
      if (Float.isInfinite((float) command)) {
        throw new InvalidInputException(
            Text.format("%s from 0 to %s, found %s", rule, Float.MAX_VALUE, command));
      }
    }
  }

  /** Says which commands a calibrated generator does not attain. */
  void givenThrough(Calibration calibration) {
    List<Double> outside =
        commands.stream().filter(command -> !calibration.attains(command)).toList();
    if (!outside.isEmpty()) {
      warning(
          Text.format(
              "The generator was not measured to attain the command%s %s: it is given what attains"
                  + " the nearest return. %s",
              outside.size() == 1 ? "" : "s", outside, SEPARATORS));
    }
  }

  @Override
  public void returnsSeen(double lowest, double highest) {
    List<Double> outside =
        commands.stream().filter(command -> command < lowest || command > highest).toList();
    if (!outside.isEmpty()) {
      warning(
          Text.format(
              "Training saw scaled returns from %.3f to %.3f: for the command%s %s the generator"
                  + " extrapolates. %s",
              lowest, highest, outside.size() == 1 ? "" : "s", outside, SEPARATORS));
    }
  }

  @Override
  public void warning(String message) {
    System.err.println("Warning: " + message);
  }
}
