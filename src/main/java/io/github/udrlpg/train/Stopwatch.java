package io.github.udrlpg.train;

/** Measures wall time in laps. */
final class Stopwatch {
  private long lap = System.nanoTime();

  /** Returns the seconds since the last call, or since the start. */
  double lap() {
    long now = System.nanoTime();
    double seconds = (now - lap) * 1e-9;
    lap = now;
    return seconds;
  }
}
