package io.github.udrlpg.rollout;

import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.text.Text;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** The episodes of a Xavier policy that a benchmark plays again and again, and how they end. */
record Scene(
    String environment,
    PolicyShape shape,
    long weightSeed,
    ObservationNormalizer normalizer,
    List<Episode> episodes) {

  /** Returns somebody to play them all. */
  Performer performer() {
    EpisodePlayer player = new EpisodePlayer(environment, shape);
    player.setWeights(xavier(shape, weightSeed));
    return new Performer(this, player);
  }

  /** Returns the weights of a policy, [parameters]. */
  static float[] xavier(PolicyShape shape, long seed) {
    float[] weights = new float[shape.parameterCount()];
    PolicyWeights.xavier(shape, seed, weights);
    return weights;
  }

  /** Plays all episodes and insists that they go as before. */
  record Performer(Scene scene, EpisodePlayer player) implements Contestants.Contestant {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /**
     * Plays all episodes.
     *
     * @throws IllegalStateException if one of them goes otherwise than before
     */
    @Override
    public long run() {
      long start = THREADS.getCurrentThreadCpuTime();
      RunningStatistics observed = new RunningStatistics(player.observationSize());
      for (Episode expected : scene.episodes) {
        Episode episode = player.play(expected.seed(), scene.normalizer, observed);
        if (!episode.equals(expected)) {
          throw new IllegalStateException(
              Text.format("A repeated episode differs: expected %s, found %s", expected, episode));
        }
      }
      return THREADS.getCurrentThreadCpuTime() - start;
    }

    @Override
    public void close() {
      player.close();
    }
  }
}
