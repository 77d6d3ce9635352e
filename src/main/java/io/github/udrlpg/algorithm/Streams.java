package io.github.udrlpg.algorithm;

import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.rollout.Seeds.Purpose;
import org.apache.commons.rng.UniformRandomProvider;

/** The random numbers of one iteration: every stream begins anew, from a seed of its own. */
@FunctionalInterface
public interface Streams {
  /**
   * Returns a stream.
   *
   * @param purpose what it is for
   * @param number another one for each of several streams with one purpose
   */
  UniformRandomProvider of(Purpose purpose, int number);

  /** Returns the streams of one iteration of a run. */
  static Streams ofIteration(Seeds seeds, int iteration) {
    return (purpose, number) -> Seeds.random(seeds.of(purpose, iteration, number, 0));
  }

  /** Returns the only stream for a purpose. */
  default UniformRandomProvider of(Purpose purpose) {
    return of(purpose, 0);
  }
}
