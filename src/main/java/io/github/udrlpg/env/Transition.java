package io.github.udrlpg.env;

/**
 * What one step of an environment gave. One instance is filled again at every step, so that
 * stepping allocates nothing; whoever wants to keep an observation copies it.
 */
public final class Transition {
  private final double[] observation;
  private double reward;
  private double survivalBonus;
  private boolean terminated;
  private boolean diverged;

  /** Creates an empty transition for observations of the given length. */
  public Transition(int observationSize) {
    this.observation = new double[observationSize];
  }

  /** Returns the observation itself, not a copy: environments write it, callers read it. */
  public double[] observation() {
    return observation;
  }

  /** Returns the reward of the step, the survival bonus included. */
  public double reward() {
    return reward;
  }

  /** Returns the part of the reward that was paid merely for being alive. */
  public double survivalBonus() {
    return survivalBonus;
  }

  /** Returns whether the task itself ended the episode; truncation is the caller's business. */
  public boolean terminated() {
    return terminated;
  }

  /** Returns whether the simulation broke down; the transition is then terminated as well. */
  public boolean diverged() {
    return diverged;
  }

  /** Forgets rewards and flags, at the beginning of a reset or step. */
  public void clear() {
    reward = 0;
    survivalBonus = 0;
    terminated = false;
    diverged = false;
  }

  /** Sets the reward of the step and the part of it that is a survival bonus. */
  public void pay(double totalReward, double bonus) {
    reward = totalReward;
    survivalBonus = bonus;
  }

  /** Marks the episode as ended by the task. */
  public void terminate() {
    terminated = true;
  }

  /** Marks the episode as ended by a breakdown of the simulation, which pays nothing. */
  public void diverge() {
    pay(0, 0);
    terminated = true;
    diverged = true;
  }
}
