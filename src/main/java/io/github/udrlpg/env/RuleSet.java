package io.github.udrlpg.env;

/** Which revision of Gymnasium's rules a task follows. */
enum RuleSet {
  /** A step is paid for survival even if it ends the episode. */
  V4,
  /** A step that ends the episode is not paid for survival. */
  V5;

  /** Returns the id of a task under these rules, such as {@code "Hopper-v4"}. */
  String id(String task) {
    return task + (this == V4 ? "-v4" : "-v5");
  }

  /**
   * Returns the pay for one step in which the task's conditions for going on held or not.
   *
   * @param bonus that is paid for survival
   */
  double survival(boolean alive, double bonus) {
    return alive || this == V4 ? bonus : 0;
  }
}
