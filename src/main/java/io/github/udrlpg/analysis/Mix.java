package io.github.udrlpg.analysis;

import io.github.udrlpg.rollout.Seeds;

/** Hashes of 64 bits that depend on their arguments alone, for samples, sketches and seeds. */
final class Mix {
  private Mix() {}

  /** Returns the output function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  static long of(long value) {
    return Seeds.mix(value);
  }

  static long of(long first, long second, long third) {
    return of(of(of(first) ^ second) ^ third);
  }

  static long of(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = of(hash ^ text.charAt(i));
    }
    return hash;
  }
}
