package io.github.udrlpg.config;

/**
 * Group {@code coverage}: how an iteration learns the returns below the highest.
 *
 * @param share the share of an iteration's policies that are commanded over the range seen
 * @param beyond how far above the highest scaled return they are commanded
 * @param noise the largest σ of these policies, and what is loud beyond
 * @param noiseFall the factor between their largest σ and their smallest
 * @param missedBelow the share of its command that a loud policy has to earn to be learned from
 */
public record CoverageSettings(
    double share, double beyond, double noise, double noiseFall, double missedBelow) {

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public CoverageSettings {
    Rules.of("coverage")
        .that(share >= 0 && share <= 1, "share", "must be a number from 0 to 1", share)
        .numberFromZero("beyond", beyond)
        .numberFromZero("noise", noise)
        .that(
            noiseFall >= 1 && Double.isFinite(noiseFall),
            "noise-fall",
            "must be a finite number from 1",
            noiseFall)
        .that(
            missedBelow >= 0 && missedBelow <= 1,
            "missed-below",
            "must be a number from 0 to 1",
            missedBelow)
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
        reader.number("beyond"),
        reader.number("noise"),
        reader.number("noise-fall"),
        reader.number("missed-below"));
  }
}
