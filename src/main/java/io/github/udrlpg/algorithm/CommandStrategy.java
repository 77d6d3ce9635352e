package io.github.udrlpg.algorithm;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** Which returns the generator is asked for in training; commands are scaled returns. */
public sealed interface CommandStrategy {

  /**
   * Returns the distinct commands of one iteration, at least one.
   *
   * @param lowest the lowest scaled return seen
   * @param highest the highest scaled return seen
   * @param random the iteration's own stream
   */
  List<Double> commands(double lowest, double highest, UniformRandomProvider random);

  /** The highest return so far, as the authors' program does. */
  record Highest() implements CommandStrategy {
    @Override
    public List<Double> commands(double lowest, double highest, UniformRandomProvider random) {
      return List.of(highest);
    }
  }

  /**
   * Drawn uniformly between the lowest and the highest return seen so far.
   *
   * @param count how many commands an iteration draws
   */
  record SeenRange(int count) implements CommandStrategy {
    @Override
    public List<Double> commands(double lowest, double highest, UniformRandomProvider random) {
      List<Double> commands = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        commands.add(lowest + (highest - lowest) * random.nextDouble());
      }
      return commands;
    }
  }

  /**
   * One drawn from each of equal parts of the range between the lowest and the highest return seen
   * so far, ascending: as random as {@link SeenRange}, but no part of the range goes without.
   *
   * @param count how many parts there are
   */
  record Strata(int count) implements CommandStrategy {
    @Override
    public List<Double> commands(double lowest, double highest, UniformRandomProvider random) {
      List<Double> commands = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        commands.add(lowest + (highest - lowest) * (i + random.nextDouble()) / count);
      }
      return commands;
    }
  }

  /** Always the same commands. */
  record Fixed(List<Double> commands) implements CommandStrategy {
    @Override
    public List<Double> commands(double lowest, double highest, UniformRandomProvider random) {
      return commands;
    }
  }
}
