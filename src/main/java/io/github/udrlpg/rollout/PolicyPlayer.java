package io.github.udrlpg.rollout;

import io.github.udrlpg.metrics.WorkCounters;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.store.Episode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.ToIntFunction;

/**
 * Plays given weights, one policy after another, and counts that as the work of this process: what
 * every task does that rolls out, evaluates or compares. Used by one thread.
 */
public final class PolicyPlayer implements AutoCloseable {
  private final EpisodePlayer player;

  /**
   * Creates the environment.
   *
   * @param environment its identifier
   * @param shape the layers of the policies to play
   * @throws IllegalArgumentException if the environment's observations or actions are not what the
   *     policies are made for
   */
  public PolicyPlayer(String environment, PolicyShape shape) {
    this.player = new EpisodePlayer(environment, shape);
  }

  /**
   * Plays episodes of a policy whose observations nobody gathers.
   *
   * @param weights {@code [parameters]}; they are copied
   * @param normalizer what the policy sees observations through
   * @param episodes how many
   * @param seeds of each episode, by its number from 0
   */
  public List<Episode> play(
      float[] weights, ObservationNormalizer normalizer, int episodes, IntToLongFunction seeds) {
    return play(
        weights,
        normalizer,
        new RunningStatistics(player.observationSize()),
        episodes,
        first -> 0,
        seeds);
  }

  /**
   * Plays episodes of a policy, and more of them where the first ones call for it.
   *
   * @param observed takes in every observation that the policy acts on
   * @param more how many more, by what the first ones came to
   */
  List<Episode> play(
      float[] weights,
      ObservationNormalizer normalizer,
      RunningStatistics observed,
      int episodes,
      ToIntFunction<List<Episode>> more,
      IntToLongFunction seeds) {
    long start = System.nanoTime();
    player.setWeights(weights);
    List<Episode> played = new ArrayList<>(episodes);
    add(played, episodes, normalizer, observed, seeds);
    add(played, more.applyAsInt(played), normalizer, observed, seeds);
    WorkCounters.countPolicy(
        played.size(),
        played.stream().mapToLong(Episode::length).sum(),
        played.stream().filter(Episode::diverged).count(),
        System.nanoTime() - start);
    return played;
  }

  private void add(
      List<Episode> played,
      int count,
      ObservationNormalizer normalizer,
      RunningStatistics observed,
      IntToLongFunction seeds) {
    for (int i = 0; i < count; i++) {
      played.add(player.play(seeds.applyAsLong(played.size()), normalizer, observed));
    }
  }

  /** Returns the length of an observation. */
  int observationSize() {
    return player.observationSize();
  }

  @Override
  public void close() {
    player.close();
  }
}
