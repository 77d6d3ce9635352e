package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoSimulation;
import io.github.udrlpg.text.Text;

/**
 * An observation of a simulation, filled part by part, in order. One instance serves all steps of
 * an environment; nothing here allocates.
 */
public final class Observation {
  private final String task;
  private final MujocoSimulation simulation;
  private double[] values = {};
  private int filled;

  Observation(String task, MujocoSimulation simulation) {
    this.task = task;
    this.simulation = simulation;
  }

  void begin(double[] into) {
    values = into;
    filled = 0;
  }

  /**
   * @throws IllegalStateException if a number is missing
   */
  void end() {
    if (filled != values.length) {
      throw wrongSize(filled);
    }
  }

  /** Adds the positions from one on. */
  public Observation positions(int first) {
    return positions(first, simulation.model().positions());
  }

  /** Adds the positions from one on, up to another one that is left out. */
  public Observation positions(int first, int end) {
    for (int i = first; i < end; i++) {
      add(simulation.qpos(i));
    }
    return this;
  }

  /** Adds all velocities. */
  public Observation velocities() {
    return velocities(simulation.model().velocities());
  }

  /** Adds the first velocities. */
  public Observation velocities(int end) {
    for (int i = 0; i < end; i++) {
      add(simulation.qvel(i));
    }
    return this;
  }

  /** Adds all velocities, each clipped to {@code ±limit}. */
  public Observation velocitiesWithin(double limit) {
    for (int i = 0; i < simulation.model().velocities(); i++) {
      add(clip(simulation.qvel(i), limit));
    }
    return this;
  }

  /** Adds an array from one of its numbers on. */
  public Observation array(MujocoArray array, int first) {
    return array(array, first, simulation.size(array));
  }

  /** Adds an array from one of its numbers on, up to another one that is left out. */
  public Observation array(MujocoArray array, int first, int end) {
    if (filled + end - first > values.length) {
      throw wrongSize(filled + end - first);
    }
    simulation.read(array, first, values, filled, end - first);
    filled += end - first;
    return this;
  }

  /**
   * Adds an array from one of its numbers on, up to another one, each clipped to {@code ±limit}.
   */
  public Observation arrayWithin(MujocoArray array, int first, int end, double limit) {
    for (int i = first; i < end; i++) {
      add(clip(simulation.value(array, i), limit));
    }
    return this;
  }

  /** Adds the position of a body. */
  public Observation body(int body) {
    return array(MujocoArray.XPOS, 3 * body, 3 * body + 3);
  }

  /**
   * Adds a number.
   *
   * @throws IllegalStateException if the observation is full
   */
  public Observation add(double value) {
    if (filled == values.length) {
      throw wrongSize(filled + 1);
    }
    values[filled++] = value;
    return this;
  }

  static double clip(double value, double limit) {
    return Math.max(-limit, Math.min(limit, value));
  }

  private IllegalStateException wrongSize(int found) {
    return new IllegalStateException(
        Text.format(
            "The task %s is broken: its observation has %d numbers by its spec, and observe() adds"
                + " %s%d",
            task, values.length, found > values.length ? "at least " : "", found));
  }
}
