package io.github.udrlpg.store;

import java.io.Serializable;

/**
 * One finished episode of a policy.
 *
 * @param seed what the environment was reset with
 * @param totalReturn sum of all rewards, the survival bonus included
 * @param survivalBonus the part of {@code totalReturn} that was paid for being alive
 * @param length environment steps taken
 * @param terminated whether the task ended it
 * @param truncated whether the episode limit ended it
 * @param diverged whether the simulation broke down, which counts as terminated
 */
public record Episode(
    long seed,
    double totalReturn,
    double survivalBonus,
    int length,
    boolean terminated,
    boolean truncated,
    boolean diverged)
    implements Serializable {}
