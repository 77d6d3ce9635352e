package io.github.udrlpg.env;

import java.io.Serializable;

/** What an environment takes as an action, and thereby how many outputs its policy has. */
public sealed interface ActionSpace extends Serializable {

  /** Returns the number of outputs of a policy for this space. */
  int outputs();

  /** Returns the length of the array that holds one action. */
  int actionSize();

  /**
   * Real numbers, each within {@code ±limit}.
   *
   * @param size how many
   * @param limit the greatest magnitude
   */
  record Box(int size, double limit) implements ActionSpace {
    /**
     * @throws IllegalArgumentException if size or limit is not positive and finite
     */
    public Box {
      if (size < 1) {
        throw new IllegalArgumentException("The size of a box must be positive, found " + size);
      }
      if (!(limit > 0) || Double.isInfinite(limit)) {
        throw new IllegalArgumentException(
            "The limit of a box must be positive and finite, found " + limit);
      }
    }

    @Override
    public int outputs() {
      return size;
    }

    @Override
    public int actionSize() {
      return size;
    }
  }

  /**
   * One of several choices; an action array holds its index, counted from 0.
   *
   * @param actions how many there are
   */
  record Discrete(int actions) implements ActionSpace {
    /**
     * @throws IllegalArgumentException if there are fewer than two actions
     */
    public Discrete {
      if (actions < 2) {
        throw new IllegalArgumentException(
            "A discrete action space needs at least 2 actions, found " + actions);
      }
    }

    @Override
    public int outputs() {
      return actions;
    }

    @Override
    public int actionSize() {
      return 1;
    }
  }
}
