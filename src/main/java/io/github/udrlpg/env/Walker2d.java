package io.github.udrlpg.env;

/**
 * Two legs walk until they fall. Under -v4 one foot has less friction than the other.
 *
 * <p>Source: Gymnasium 1.3.0, Walker2d-v4 and -v5. Under -v4 the step that ends the episode is
 * still paid the bonus.
 */
final class Walker2d extends UprightTask {
  static final String NAME = "Walker2d";

  private static final double MIN_HEIGHT_METRES = 0.8;
  private static final double MAX_HEIGHT_METRES = 2;
  private static final double MAX_ANGLE_RADIANS = 1;

  Walker2d(RuleSet rules) {
    super(
        rules,
        new EnvironmentSpec(rules.id(NAME), 17, new ActionSpace.Box(6, 1), 1000),
        Mjcf.bundled(rules == RuleSet.V4 ? "walker2d.xml" : "walker2d_v5.xml"));
  }

  @Override
  boolean isUpright(double height, double angle) {
    return height > MIN_HEIGHT_METRES
        && height < MAX_HEIGHT_METRES
        && Math.abs(angle) < MAX_ANGLE_RADIANS;
  }
}
