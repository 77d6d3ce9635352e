package io.github.udrlpg.cli;

import io.github.udrlpg.algorithm.FittedGenerator;
import io.github.udrlpg.config.Settings;
import java.io.PrintStream;
import java.util.Locale;

/** Says from time to time how far an offline training is, and how long it will take. */
final class OfflineProgress {
  private final double everySeconds;
  private final int updates;
  private final PrintStream out;
  private double lastSeconds;

  OfflineProgress(Settings settings, int updates, PrintStream out) {
    this.everySeconds = settings.progress().everySeconds();
    this.updates = updates;
    this.out = out;
  }

  void made(FittedGenerator.Progress part) {
    boolean end = part.updates() == updates;
    if (end || part.seconds() - lastSeconds >= everySeconds) {
      lastSeconds = part.seconds();
      double left = part.seconds() / part.updates() * (updates - part.updates());
      out.printf(
          Locale.ROOT,
          "update %d of %d | loss %.5g | %.0f s, %.0f s left%n",
          part.updates(),
          updates,
          part.meanLoss(),
          part.seconds(),
          left);
    }
  }
}
