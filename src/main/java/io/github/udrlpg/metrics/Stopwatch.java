package io.github.udrlpg.metrics;

/** Measures wall time in laps. */
public final class Stopwatch {
  private long lap = System.nanoTime();

  /** Returns the seconds since the last call, or since the start. */
  public double lap() {
    long now = System.nanoTime();
    double seconds = (now - lap) * 1e-9;
    lap = now;
    return seconds;
  }
}
