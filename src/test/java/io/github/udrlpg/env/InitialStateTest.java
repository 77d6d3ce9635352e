package io.github.udrlpg.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Initial states against Gymnasium's rules, coordinate by coordinate: recordings begin in states of
 * their own, so they do not show how ours are drawn.
 */
@Tag("native")
class InitialStateTest {
  private static final int SEEDS = 400;

  /** Noise on a coordinate, by its distribution's bounds or deviation. */
  private sealed interface Noise {
    double mean();

    double deviation();

    double limit();
  }

  private record Uniform(double from, double to) implements Noise {
    @Override
    public double mean() {
      return (from + to) / 2;
    }

    @Override
    public double deviation() {
      return (to - from) / Math.sqrt(12);
    }

    @Override
    public double limit() {
      return (to - from) / 2;
    }
  }

  private record Normal(double deviation) implements Noise {
    @Override
    public double mean() {
      return 0;
    }

    @Override
    public double limit() {
      return 5 * deviation;
    }
  }

  private static Noise uniform(double scale) {
    return new Uniform(-scale, scale);
  }

  private record Rules(List<Noise> qpos, List<Noise> qvel) {}

  private static List<Noise> all(int count, Noise noise) {
    return Collections.nCopies(count, noise);
  }

  private static List<Noise> then(List<Noise> first, Noise... more) {
    List<Noise> whole = new ArrayList<>(first);
    whole.addAll(List.of(more));
    return whole;
  }

  private static final Noise NONE = uniform(0);

  private record Bounded(double mean, double deviation, double limit) implements Noise {}

  /** A point in a disc has half the radius for its deviation along each axis. */
  private static Noise inDisc(double radius) {
    return new Bounded(0, radius / 2, radius);
  }

  private static final Map<String, Rules> RULES =
      Map.ofEntries(
          Map.entry("Ant", new Rules(all(15, uniform(0.1)), all(14, new Normal(0.1)))),
          Map.entry("HalfCheetah", new Rules(all(9, uniform(0.1)), all(9, new Normal(0.1)))),
          Map.entry("Hopper", new Rules(all(6, uniform(0.005)), all(6, uniform(0.005)))),
          Map.entry("Humanoid", new Rules(all(24, uniform(0.01)), all(23, uniform(0.01)))),
          Map.entry("HumanoidStandup", new Rules(all(24, uniform(0.01)), all(23, uniform(0.01)))),
          Map.entry(
              "InvertedDoublePendulum", new Rules(all(3, uniform(0.1)), all(3, new Normal(0.1)))),
          Map.entry("InvertedPendulum", new Rules(all(2, uniform(0.01)), all(2, uniform(0.01)))),
          // What is drawn within 0.17 of the goal is drawn again: its moments come of eight million
          // draws.
          Map.entry(
              "Pusher",
              new Rules(
                  then(
                      all(7, NONE),
                      new Bounded(-0.1974, 0.07, 0.1974),
                      new Bounded(0, 0.1306, 0.2),
                      NONE,
                      NONE),
                  then(all(7, uniform(0.005)), NONE, NONE, NONE, NONE))),
          Map.entry(
              "Reacher",
              new Rules(
                  then(all(2, uniform(0.1)), inDisc(0.2), inDisc(0.2)),
                  then(all(2, uniform(0.005)), NONE, NONE))),
          Map.entry("Swimmer", new Rules(all(5, uniform(0.1)), all(5, uniform(0.1)))),
          Map.entry("Walker2d", new Rules(all(9, uniform(0.005)), all(9, uniform(0.005)))));

  static List<String> ids() {
    return List.copyOf(new MujocoEnvironments().ids());
  }

  @ParameterizedTest
  @MethodSource("ids")
  void everyCoordinateIsDrawnAsGymnasiumDrawsIt(String id) {
    Rules rules = RULES.get(id.substring(0, id.indexOf('-')));
    double[][] samples = new double[rules.qpos().size() + rules.qvel().size()][SEEDS];
    double[] initial = new double[samples.length];
    try (MujocoEnvironment environment = new MujocoEnvironments().create(id)) {
      environment.simulation().reset();
      assertThat(environment.simulation().model().positions()).isEqualTo(rules.qpos().size());
      assertThat(environment.simulation().model().velocities()).isEqualTo(rules.qvel().size());
      // Goals are drawn wherever they were before.
      Arrays.setAll(initial, i -> isGoal(rules, i) ? 0 : coordinate(environment, rules, i));
      Transition transition = new Transition(environment.spec().observationSize());
      for (int seed = 0; seed < SEEDS; seed++) {
        environment.reset(seed, transition);
        for (int i = 0; i < samples.length; i++) {
          samples[i][seed] = coordinate(environment, rules, i) - initial[i];
        }
      }
    }
    for (int i = 0; i < samples.length; i++) {
      Noise noise =
          i < rules.qpos().size() ? rules.qpos().get(i) : rules.qvel().get(i - rules.qpos().size());
      check("coordinate " + i, samples[i], noise);
    }
  }

  private static boolean isGoal(Rules rules, int i) {
    return i < rules.qpos().size() && rules.qpos().get(i) instanceof Bounded;
  }

  private static double coordinate(MujocoEnvironment environment, Rules rules, int i) {
    return i < rules.qpos().size()
        ? environment.simulation().qpos(i)
        : environment.simulation().qvel(i - rules.qpos().size());
  }

  private static void check(String what, double[] sample, Noise noise) {
    double mean = Arrays.stream(sample).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(sample).map(v -> (v - mean) * (v - mean)).sum() / (SEEDS - 1));
    // Some 500 coordinates are looked at: five standard errors are crossed by chance once in 3000.
    assertThat(mean)
        .as(what)
        .isCloseTo(noise.mean(), within(5 * noise.deviation() / Math.sqrt(SEEDS) + 1e-12));
    assertThat(deviation)
        .as(what)
        .isCloseTo(noise.deviation(), within(0.18 * noise.deviation() + 1e-12));
    assertThat(Arrays.stream(sample).map(v -> Math.abs(v - noise.mean())).max().orElseThrow())
        .as(what)
        .isLessThanOrEqualTo(noise.limit() * (1 + 1e-9) + 1e-12);
  }
}
