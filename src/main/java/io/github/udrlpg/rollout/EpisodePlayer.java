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

/**
 * Plays whole episodes of one environment; used by one thread. Nothing is allocated per step, and
 * an episode depends on its arguments alone, never on those before it.
 */
public final class EpisodePlayer implements AutoCloseable {
  private final Environment environment;
  private final EnvironmentSpec spec;
  private final MlpPolicy policy;
  private final Transition transition;
  private final double[] action;

  /**
   * Creates the environment.
   *
   * @param environment its identifier
   * @param shape the layers of the policies to play
   */
  public EpisodePlayer(String environment, PolicyShape shape) {
    this(Environments.create(environment), shape);
  }

  /** Takes over an environment, which is closed with the player. */
  EpisodePlayer(Environment environment, PolicyShape shape) {
    this.environment = environment;
    this.spec = environment.spec();
    this.policy = new MlpPolicy(shape, spec.actionSpace());
    this.transition = new Transition(spec.observationSize());
    this.action = new double[spec.actionSpace().actionSize()];
  }

  /** Returns the length of an observation. */
  int observationSize() {
    return spec.observationSize();
  }

  /** Takes the policy to play, {@code [parameters]}; the array is copied. */
  public void setWeights(float[] weights) {
    policy.setWeights(weights);
  }

  /**
   * Plays one episode.
   *
   * @param seed what the environment is reset with
   * @param normalizer what the policy sees observations through
   * @param observed takes in every observation that the policy acts on
   */
  public Episode play(long seed, ObservationNormalizer normalizer, RunningStatistics observed) {
    environment.reset(seed, transition);
    double totalReturn = 0;
    double survivalBonus = 0;
    int length = 0;
    boolean diverged = !isFinite(transition);
    boolean ended = diverged;
    while (!ended && length < spec.maxEpisodeSteps()) {
      observed.add(transition.observation());
      policy.act(transition.observation(), normalizer, action);
      environment.step(action, transition);
      length++;
      diverged = transition.diverged() || !isFinite(transition);
      if (!diverged) {
        totalReturn += transition.reward();
        survivalBonus += transition.survivalBonus();
      }
      ended = diverged || transition.terminated();
    }
    return new Episode(seed, totalReturn, survivalBonus, length, ended, !ended, diverged);
  }

  /** An environment of a user's own may hand out anything: nothing but numbers is let through. */
  private static boolean isFinite(Transition transition) {
    double sum = transition.reward() + transition.survivalBonus();
    for (double value : transition.observation()) {
      sum += 0 * value;
    }
    return Double.isFinite(sum);
  }

  @Override
  public void close() {
    environment.close();
  }
}
