package io.github.udrlpg.train;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** Which returns the generator is asked for in training; commands are scaled returns. */
public sealed interface CommandStrategy {

  /** The highest return so far, as the authors' program does. */
  record Highest() implements CommandStrategy {}

  /**
   * Drawn uniformly between the lowest and the highest return seen so far.
   *
   * @param count how many commands an iteration draws
   */
  record SeenRange(int count) implements CommandStrategy {}

  /** Always the same commands. */
  record Fixed(List<Double> commands) implements CommandStrategy {}

  /**
   * Returns the distinct commands of one iteration, at least one.
   *
   * @param lowest the lowest scaled return seen
   * @param highest the highest scaled return seen
   * @param random the iteration's own stream
   */
  default List<Double> commands(double lowest, double highest, UniformRandomProvider random) {
    if (this instanceof Fixed fixed) {
      return fixed.commands();
    }
    if (this instanceof SeenRange range) {
      List<Double> commands = new ArrayList<>(range.count());
      for (int i = 0; i < range.count(); i++) {
        commands.add(lowest + (highest - lowest) * random.nextDouble());
      }
      return commands;
    }
    return List.of(highest);
  }
}
