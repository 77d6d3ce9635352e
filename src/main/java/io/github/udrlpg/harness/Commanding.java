package io.github.udrlpg.harness;

/** How a generator is given the return that is wanted of its policy. */
public enum Commanding {
  /** As the command that was measured to achieve it; as it is where the run has no calibration. */
  CALIBRATED,
  /** As it is. */
  RAW
}
