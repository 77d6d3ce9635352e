package io.github.udrlpg.rollout;

import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.env.Transition;
import io.github.udrlpg.policy.MlpPolicy;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.text.Text;

/**
 * Plays whole episodes of one environment; used by one thread. Nothing is allocated per step, and
 * an episode depends on its arguments alone, never on those before it.
 */
public final class EpisodePlayer implements AutoCloseable {
  /**
   * What is further from 0 counts as no number: sums of squares of what is nearer stay finite, and
   * with them returns and observation statistics.
   */
  static final double GREATEST = 1e100;

  private final Environment environment;
  private final EnvironmentSpec spec;
  private final MlpPolicy policy;
  private final Transition transition;
  private final double[] action;
  private final double[] before;
  private boolean playable;
  private String divergence = "";

  /**
   * Creates the environment.
   *
   * @param environment its identifier
   * @param shape the layers of the policies to play
   * @throws IllegalArgumentException if the environment's observations or actions are not what the
   *     policies are made for
   */
  public EpisodePlayer(String environment, PolicyShape shape) {
    this(Environments.create(environment), shape);
  }

  /**
   * Takes over an environment, which is closed with the player.
   *
   * @param shape the layers of the policies to play
   * @throws IllegalArgumentException if the environment's observations or actions are not what the
   *     policies are made for
   */
  public EpisodePlayer(Environment environment, PolicyShape shape) {
    this.environment = environment;
    this.spec = environment.spec();
    if (spec == null) {
      throw new IllegalArgumentException(
          Text.format(
              "The environment %s is broken: its spec() is null",
              environment.getClass().getName()));
    }
    if (spec.observationSize() != shape.inputs(0)) {
      throw new IllegalArgumentException(
          Text.format(
                  "Observation size mismatch: the policies have layers %s, %s observes %d numbers"
                      + " on this",
                  shape.layers(), spec.id(), spec.observationSize())
              + " machine. Give every executor the same version of the environment");
    }
    this.policy = new MlpPolicy(shape, spec.actionSpace());
    this.transition = new Transition(spec.observationSize());
    this.action = new double[spec.actionSpace().actionSize()];
    this.before = new double[spec.observationSize()];
  }

  /** Returns the length of an observation. */
  int observationSize() {
    return spec.observationSize();
  }

  /**
   * Takes the policy to play, {@code [parameters]}; the array is copied. One whose weights are not
   * all numbers is not played: its episodes end before their first step, as diverged.
   */
  public void setWeights(float[] weights) {
    policy.setWeights(weights);
    playable = true;
    for (float weight : weights) {
      playable &= Math.abs(weight) <= Float.MAX_VALUE;
    }
  }

  /**
   * Plays one episode.
   *
   * @param seed what the environment is reset with
   * @param normalizer what the policy sees observations through
   * @param observed takes in every observation that the policy acts on
   */
  public Episode play(long seed, ObservationNormalizer normalizer, RunningStatistics observed) {
    return play(seed, normalizer, observed, null);
  }

  /**
   * Plays one episode whose steps are handed on.
   *
   * @param seed what the environment is reset with
   * @param normalizer what the policy sees observations through
   * @param observed takes in every observation that the policy acts on
   * @param sink takes in every step, but the one at which a simulation broke down; null for nobody
   */
  public Episode play(
      long seed, ObservationNormalizer normalizer, RunningStatistics observed, StepSink sink) {
    environment.reset(seed, transition);
    double totalReturn = 0;
    double survivalBonus = 0;
    int length = 0;
    boolean diverged = !playable || !isSound(transition);
    boolean ended = diverged;
    while (!ended && length < spec.maxEpisodeSteps()) {
      observed.add(transition.observation());
      policy.act(transition.observation(), normalizer, action);
      // MuJoCo would take a control that is no number for 0, and play on.
      diverged = !isSound(action);
      if (!diverged) {
        if (sink != null) {
          System.arraycopy(transition.observation(), 0, before, 0, before.length);
        }
        environment.step(action, transition);
        length++;
        diverged = transition.diverged() || !isSound(transition);
      }
      if (!diverged) {
        totalReturn += transition.reward();
        survivalBonus += transition.survivalBonus();
        if (sink != null) {
          sink.step(
              before,
              action,
              transition.reward(),
              transition.observation(),
              transition.terminated());
        }
      }
      ended = diverged || transition.terminated();
    }
    divergence = diverged ? cause(length) : "";
    return new Episode(seed, totalReturn, survivalBonus, length, ended, !ended, diverged);
  }

  /** Returns why the last episode broke down; nothing where it did not. */
  public String divergence() {
    return divergence;
  }

  private String cause(int length) {
    String where = length == 0 ? "as it was reset" : "in step " + length;
    if (!playable) {
      return "its policy has weights that are no numbers";
    }
    double[] observation = transition.observation();
    for (int i = 0; i < observation.length; i++) {
      if (!isSound(observation[i])) {
        return Text.format("observation[%d] was %s %s", i, observation[i], where);
      }
    }
    if (!isSound(transition.reward()) || !isSound(transition.survivalBonus())) {
      double paid = isSound(transition.reward()) ? transition.survivalBonus() : transition.reward();
      return Text.format("the reward was %s %s", paid, where);
    }
    return length > 0 && transition.diverged()
        ? "the simulation broke down " + where
        : "the policy's action was no number after step " + length;
  }

  /** An environment of a user's own may hand out anything: nothing but numbers is let through. */
  private static boolean isSound(Transition transition) {
    return isSound(transition.reward())
        && isSound(transition.survivalBonus())
        && isSound(transition.observation());
  }

  private static boolean isSound(double[] values) {
    boolean sound = true;
    for (double value : values) {
      sound &= isSound(value);
    }
    return sound;
  }

  private static boolean isSound(double value) {
    return Math.abs(value) <= GREATEST;
  }

  @Override
  public void close() {
    Environments.close(environment);
  }
}
