package io.github.udrlpg.config;

import java.util.List;
import java.util.stream.Collectors;

/** Every rule that the values of one settings record break. */
final class InvalidSettingsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  // An array, because the lists of the collections framework are not declared to be serializable.
  private final Problem[] problems;

  InvalidSettingsException(List<Problem> problems) {
    super(
        problems.stream()
            .map(Problem::toString)
            .collect(Collectors.joining("; ", "Invalid settings: ", "")));
    this.problems = problems.toArray(Problem[]::new);
  }

  List<Problem> problems() {
    return List.of(problems);
  }
}
