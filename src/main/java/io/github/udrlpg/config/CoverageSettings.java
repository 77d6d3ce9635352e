package io.github.udrlpg.config;

/**
 * Group {@code coverage}: how an iteration learns the returns below the highest.
 *
 * @param share the share of an iteration's policies that are commanded over the range seen
 * @param alongCurve the share of these whose commands are chosen by what the last ones achieved
 * @param noise the largest σ of these policies, and of all that say what a command is worth
 * @param noiseFall the factor between their largest σ and their smallest
 * @param batchShare the share of a batch that is drawn from them, evenly over the range
 * @param buckets return buckets of equal width over [0, 1] that they are remembered in
 * @param bucketCapacity a bucket holds at most one of them more than this, the last ones
 */
public record CoverageSettings(
    double share,
    double alongCurve,
    double noise,
    double noiseFall,
    double batchShare,
    int buckets,
    int bucketCapacity) {

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public CoverageSettings {
    Rules.of("coverage")
        .share("share", share)
        .share("along-curve", alongCurve)
        .numberFromZero("noise", noise)
        .that(
            noiseFall >= 1 && Double.isFinite(noiseFall),
            "noise-fall",
            "must be a finite number from 1",
            noiseFall)
        .share("batch-share", batchShare)
        .positive("buckets", buckets)
        .that(bucketCapacity >= 0, "bucket-capacity", "must be an integer from 0", bucketCapacity)
        .check();
  }

  /**
   * Returns how many of an iteration's policies are commanded over the range seen.
   *
   * @param policies of the iteration
   */
  public int policies(int policies) {
    return (int) Math.round(share * policies);
  }

  static CoverageSettings read(GroupReader reader) {
    return new CoverageSettings(
        reader.number("share"),
        reader.number("along-curve"),
        reader.number("noise"),
        reader.number("noise-fall"),
        reader.number("batch-share"),
        reader.integer("buckets"),
        reader.integer("bucket-capacity"));
  }
}
