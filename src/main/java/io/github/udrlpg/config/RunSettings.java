package io.github.udrlpg.config;

/**
 * Group {@code run}.
 *
 * @param seed the seed of every random number of the run; any value
 */
public record RunSettings(long seed) {

  static RunSettings read(GroupReader reader) {
    return new RunSettings(reader.longInteger("seed"));
  }
}
