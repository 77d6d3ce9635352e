package io.github.udrlpg.rollout;

import java.io.Serializable;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * All seeds of a run, each from what it is for: never from a partition, an attempt or a thread, so
 * that neither retries nor the size of the cluster change a result.
 *
 * @param run the run's seed
 */
public record Seeds(long run) implements Serializable {

  /** What a random stream is for; two purposes never share a stream. */
  public enum Purpose {
    /** The generator's first parameters. */
    INITIALIZATION(1),
    /** The commands of an iteration. */
    COMMANDS(2),
    /** The noise on a policy's weights, or a Xavier initialisation. */
    WEIGHTS(3),
    /** The first state of a training episode. */
    EPISODE(4),
    /** The batches of an iteration's updates. */
    BATCHES(5),
    /** The first state of an episode of the regular evaluation. */
    EVALUATION(6),
    /** The first state of an episode of the extensive evaluation. */
    EXTENSIVE_EVALUATION(7),
    /** The tiles that an iteration's updates compare. */
    TILES(8),
    /** The first state of an episode that commands a withheld return. */
    WITHHELD_EVALUATION(9),
    /** The first state of an episode that commands more than was ever seen. */
    BEYOND_EVALUATION(10),
    /** The value of a key in a trial of a sweep. */
    SWEEP(11),
    /** The first state of an episode by which MLlib measures a generator. */
    RETURN_EVALUATOR(12),
    /** The first state of an episode by which a generator is calibrated. */
    CALIBRATION(13),
    /** The first state of an episode that commands a return through the calibration. */
    CALIBRATED_EVALUATION(14),
    /** The first state of an episode of a stored policy that is replayed for its return. */
    RETRIEVAL(15),
    /** The same for a withheld return. */
    RETRIEVAL_WITHHELD(16),
    /** The same for more than was ever seen. */
    RETRIEVAL_BEYOND(17);

    /** Part of every seed: a number that was given away is never given again. */
    private final int number;

    Purpose(int number) {
      this.number = number;
    }
  }

  /** Returns the seed for a purpose at one place of the run. */
  public long of(Purpose purpose, long iteration, long policy, long episode) {
    long hash = mix(run);
    hash = mix(hash ^ purpose.number);
    hash = mix(hash ^ iteration);
    hash = mix(hash ^ policy);
    return mix(hash ^ episode);
  }

  /** Returns the seed for a purpose of a whole iteration. */
  public long of(Purpose purpose, long iteration) {
    return of(purpose, iteration, 0, 0);
  }

  /** Returns the generator of random numbers that every seed of this project stands for. */
  public static UniformRandomProvider random(long seed) {
    return RandomSource.XO_SHI_RO_256_PP.create(seed);
  }

  /** The output function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) after one increment. */
  public static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
