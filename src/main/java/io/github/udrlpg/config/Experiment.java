package io.github.udrlpg.config;

import java.util.List;

/**
 * A question that groups of runs are to answer.
 *
 * @param question the question, for people
 * @param seeds the seeds of every arm, as {@code --seeds} takes them
 * @param compare names of the scores that arms are compared by, the first one decides
 * @param arms the configurations that are compared, each with the first
 */
public record Experiment(String question, String seeds, List<String> compare, List<Arm> arms) {

  /** Copies the lists. */
  public Experiment {
    compare = List.copyOf(compare);
    arms = List.copyOf(arms);
  }

  /**
   * One configuration.
   *
   * @param name what it is called, in lower case with dashes: the name of a directory too
   * @param loaded every key
   */
  public record Arm(String name, ConfigLoader.Loaded loaded) {}
}
