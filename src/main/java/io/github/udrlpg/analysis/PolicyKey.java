package io.github.udrlpg.analysis;

import io.github.udrlpg.compact.InputRun;
import io.github.udrlpg.store.PolicyRow;
import java.io.Serializable;
import java.util.Comparator;

/**
 * What tells a policy from every other one. The identifier of a run holds 32 bits of a hash of its
 * settings, so two trials of a sweep may have the same one; two seeds of a trial never do.
 *
 * @param trial the trial of a sweep; {@link InputRun#NO_TRIAL} outside of sweeps
 * @param run the run's identifier
 * @param iteration the iteration, counted from 0
 * @param policy the policy's index in its iteration
 */
record PolicyKey(int trial, String run, int iteration, int policy) implements Serializable {
  static final Comparator<PolicyKey> ORDER =
      Comparator.comparingInt(PolicyKey::trial)
          .thenComparing(PolicyKey::run)
          .thenComparingInt(PolicyKey::iteration)
          .thenComparingInt(PolicyKey::policy);

  /** Returns the key of a row of a file that belongs to a trial. */
  static PolicyKey of(int trial, PolicyRow row) {
    return new PolicyKey(trial, row.run(), row.iteration(), row.policy());
  }

  /** Returns the trial as a table has it: empty outside of sweeps. */
  Integer trialColumn() {
    return trial == InputRun.NO_TRIAL ? null : trial;
  }

  /** Returns by what samples are drawn: it has nothing to do with what the policy is like. */
  long sampleOrder() {
    String whose = trial == InputRun.NO_TRIAL ? run : trial + "/" + run;
    return Mix.of(Mix.of(whose), iteration, policy);
  }
}
