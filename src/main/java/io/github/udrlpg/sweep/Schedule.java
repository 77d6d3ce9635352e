package io.github.udrlpg.sweep;

import io.github.udrlpg.config.Sweep;
import java.util.ArrayList;
import java.util.List;

/**
 * Which trials are trained for how long: a plan that is known before the first score is.
 *
 * @param brackets each with trials of its own
 */
public record Schedule(List<Bracket> brackets) {
  /** Copies the list. */
  public Schedule {
    brackets = List.copyOf(brackets);
  }

  /**
   * Trials that compete with one another.
   *
   * @param firstTrial the number of the first; the others follow
   * @param rungs of which each takes the best trials of the one before
   */
  public record Bracket(int firstTrial, List<Rung> rungs) {
    /** Copies the list. */
    public Bracket {
      rungs = List.copyOf(rungs);
    }
  }

  /**
   * A stage of a bracket.
   *
   * @param trials that are trained
   * @param envSteps environment steps that each has trained when the rung ends
   */
  public record Rung(int trials, long envSteps) {}

  /** Returns the plan of a sweep. */
  public static Schedule of(Sweep sweep) {
    long max = sweep.base().settings().training().maxEnvSteps();
    Sweep.Strategy strategy = sweep.strategy();
    if (strategy instanceof Sweep.Halving halving) {
      int steps = steps(max, halving.eta(), halving.minEnvSteps());
      return new Schedule(List.of(bracket(0, halving.trials(), halving.eta(), steps, max)));
    } else if (strategy instanceof Sweep.Hyperband hyperband) {
      return hyperband(max, hyperband.eta(), steps(max, hyperband.eta(), hyperband.minEnvSteps()));
    }
    int trials =
        strategy instanceof Sweep.Random random
            ? random.trials()
            : Trials.combinations(sweep.space());
    return new Schedule(List.of(new Bracket(0, List.of(new Rung(trials, max)))));
  }

  /** Bracket s begins with ⌈(most + 1) / (s + 1) · etaˢ⌉ trials (arXiv 1603.06560, algorithm 1). */
  private static Schedule hyperband(long max, int eta, int most) {
    List<Bracket> brackets = new ArrayList<>();
    int first = 0;
    for (int steps = most; steps >= 0; steps--) {
      int trials = (int) Math.ceil((most + 1.0) / (steps + 1) * Math.pow(eta, steps));
      brackets.add(bracket(first, trials, eta, steps, max));
      first += trials;
    }
    return new Schedule(brackets);
  }

  private static Bracket bracket(int first, int trials, int eta, int steps, long max) {
    List<Rung> rungs = new ArrayList<>();
    for (int rung = 0; rung <= steps; rung++) {
      rungs.add(
          new Rung(
              Math.max(1, (int) (trials / Math.pow(eta, rung))),
              (long) (max / Math.pow(eta, steps - rung))));
    }
    return new Bracket(first, rungs);
  }

  /** Returns how often the environment steps can be divided by eta without falling below min. */
  private static int steps(long max, int eta, long min) {
    int steps = 0;
    for (long left = max / eta; left >= min; left /= eta) {
      steps++;
    }
    return steps;
  }

  /** Returns how many trials there are. */
  public int trials() {
    return brackets.stream().mapToInt(bracket -> bracket.rungs().get(0).trials()).sum();
  }

  /** Returns the environment steps that one seed of all trials trains after a rung. */
  long stepsAfter(int rung) {
    long steps = 0;
    for (Bracket bracket : brackets) {
      for (int later = rung + 1; later < bracket.rungs().size(); later++) {
        Rung there = bracket.rungs().get(later);
        steps += there.trials() * (there.envSteps() - bracket.rungs().get(later - 1).envSteps());
      }
    }
    return steps;
  }

  /** Returns how many rungs the longest bracket has. */
  public int rungs() {
    return brackets.stream().mapToInt(bracket -> bracket.rungs().size()).max().orElseThrow();
  }
}
