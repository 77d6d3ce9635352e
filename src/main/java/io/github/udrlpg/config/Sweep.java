package io.github.udrlpg.config;

import java.util.List;

/**
 * A search for good values of some keys.
 *
 * @param question what is asked, for people
 * @param seeds the seeds of every trial, as {@code --seeds} takes them
 * @param score name of the score that decides; the score knows whether more of it is better
 * @param seed of what is drawn
 * @param strategy which settings are tried, and for how long
 * @param rollouts where trials roll out
 * @param parallel trials at once where rollouts are spread
 * @param space the keys that are varied, in the order of their names
 * @param base every key, as it is where it is not varied
 */
public record Sweep(
    String question,
    String seeds,
    String score,
    long seed,
    Strategy strategy,
    Rollouts rollouts,
    int parallel,
    List<Dimension> space,
    ConfigLoader.Loaded base) {

  /** Copies the list. */
  public Sweep {
    space = List.copyOf(space);
  }

  /** Where trials roll out. */
  public enum Rollouts {
    /** Each trial runs whole in a task, its rollouts too: for many small ones. */
    IN_TASK,
    /** The driver trains a few at once and spreads their rollouts: for few big ones. */
    SPREAD
  }

  /** Which settings are tried, and for how long. */
  public sealed interface Strategy {}

  /** Every combination of values. */
  public record Grid() implements Strategy {}

  /**
   * Settings that are drawn, all trained in full.
   *
   * @param trials how many
   */
  public record Random(int trials) implements Strategy {}

  /**
   * Successive halving (arXiv 1502.07943): all are trained a little, the best go on.
   *
   * @param trials how many begin
   * @param eta one of so many goes on, for so many times the environment steps
   * @param minEnvSteps environment steps of the first rung
   */
  public record Halving(int trials, int eta, long minEnvSteps) implements Strategy {}

  /**
   * Hyperband (arXiv 1603.06560): brackets of successive halving that begin with fewer trials and
   * more environment steps each.
   *
   * @param eta as that of halving
   * @param minEnvSteps environment steps of the first rung of the first bracket
   */
  public record Hyperband(int eta, long minEnvSteps) implements Strategy {}
}
