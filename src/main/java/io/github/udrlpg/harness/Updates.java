package io.github.udrlpg.harness;

/**
 * The learner's updates of one iteration.
 *
 * @param count how many there were
 * @param meanLoss mean loss over them; NaN without any
 * @param seconds their wall time
 * @param waitedSeconds how much of it nothing else was done in; all of it unless they overlapped
 *     rollouts
 */
record Updates(int count, double meanLoss, double seconds, double waitedSeconds) {
  static final Updates NONE = new Updates(0, Double.NaN, 0, 0);

  /** Returns the same updates, overlapped by other work except for some seconds. */
  Updates waitedFor(double partSeconds) {
    return new Updates(count, meanLoss, seconds, partSeconds);
  }
}
