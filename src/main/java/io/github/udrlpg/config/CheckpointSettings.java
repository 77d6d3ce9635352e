package io.github.udrlpg.config;

/**
 * Group {@code checkpoint}.
 *
 * @param everyIterations iterations between checkpoints
 * @param keep checkpoints kept, the newest
 */
public record CheckpointSettings(int everyIterations, int keep) {

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public CheckpointSettings {
    Rules.of("checkpoint")
        .positive("every-iterations", everyIterations)
        .positive("keep", keep)
        .check();
  }

  static CheckpointSettings read(GroupReader reader) {
    return new CheckpointSettings(reader.integer("every-iterations"), reader.integer("keep"));
  }
}
