package io.github.udrlpg.analysis;

import java.io.Serializable;
import java.util.Comparator;

/** What tells a policy from every other one. */
record PolicyKey(String run, int iteration, int policy) implements Serializable {
  static final Comparator<PolicyKey> ORDER =
      Comparator.comparing(PolicyKey::run)
          .thenComparingInt(PolicyKey::iteration)
          .thenComparingInt(PolicyKey::policy);

  /** Returns by what samples are drawn: it has nothing to do with what the policy is like. */
  long sampleOrder() {
    return Mix.of(Mix.of(run), iteration, policy);
  }
}
