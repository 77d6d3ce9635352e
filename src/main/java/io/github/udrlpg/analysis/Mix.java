package io.github.udrlpg.analysis;

/** Hashes of 64 bits that depend on their arguments alone, for samples, sketches and seeds. */
final class Mix {
  private Mix() {}

  /** Returns the output function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  static long of(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
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
