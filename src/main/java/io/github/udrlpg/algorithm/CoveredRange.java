package io.github.udrlpg.algorithm;

import io.github.udrlpg.buffer.BucketBuffer;
import io.github.udrlpg.buffer.BufferEntry;
import io.github.udrlpg.buffer.ReplayBuffer;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.buffer.Weighting;
import io.github.udrlpg.config.CoverageSettings;
import io.github.udrlpg.store.PolicyRow;
import java.util.DoubleSummaryStatistics;

/**
 * The policies that say what the generator makes of a command, by what they earned. A low return
 * has two causes: the mean was bad, or loud noise broke a good one. What is learned from the second
 * kind is the good mean itself, as the answer to a low command, and the identity curve goes flat:
 * so only quiet policies are here. Where none reaches, the lowest and the highest return of all
 * stand in.
 */
final class CoveredRange {
  private final CoverageSettings settings;
  private final ReplayBuffer buffer;

  CoveredRange(CoverageSettings settings) {
    this.settings = settings;
    this.buffer =
        new BucketBuffer(
            new ReturnBuckets(settings.buckets()),
            settings.bucketCapacity(),
            BucketBuffer.FullBucket.DROP_OLDEST,
            Integer.MAX_VALUE,
            new Weighting.EvenOverRange());
  }

  /** Returns the policies; each bucket lets its oldest go. */
  ReplayBuffer buffer() {
    return buffer;
  }

  /** Returns whether a policy is to be offered to the buffer. */
  boolean takes(PolicyRow row) {
    return settings.share() > 0
        && (isQuiet(row, settings.noise()) || reachesFarther(row.scaledReturn()));
  }

  /**
   * Returns whether what a policy earned says what the generator makes of its command. Those of the
   * warm-up may be drawn at random, by no generator.
   *
   * @param noise the largest σ of a quiet policy
   */
  static boolean isQuiet(PolicyRow row, double noise) {
    return row.iteration() > 0 && row.noise() <= noise;
  }

  private boolean reachesFarther(double scaledReturn) {
    DoubleSummaryStatistics known =
        buffer.entries().stream().mapToDouble(BufferEntry::scaledReturn).summaryStatistics();
    return scaledReturn < known.getMin() || scaledReturn > known.getMax();
  }

  /** Returns how many pairs of a batch are drawn from here. */
  int part(int batchSize) {
    return buffer.size() == 0 ? 0 : (int) Math.round(settings.batchShare() * batchSize);
  }
}
