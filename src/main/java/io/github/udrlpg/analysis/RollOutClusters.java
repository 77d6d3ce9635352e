package io.github.udrlpg.analysis;

import io.github.udrlpg.algorithm.Restatement;
import io.github.udrlpg.analysis.ClusterReturns.What;
import io.github.udrlpg.rollout.PolicyPlayer;
import io.github.udrlpg.spark.TaskResultBytes;
import io.github.udrlpg.stats.Estimators;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.HadoopSettings;
import io.github.udrlpg.store.PolicyReader;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.store.UserPath;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.spark.api.java.function.Function;

/**
 * Plays the clusters of one bucket. Means are of whole weights, restated, and added up in double
 * precision in the order of files; every policy begins its episodes from the same states.
 */
final class RollOutClusters implements Function<byte[], byte[]> {
  private static final long serialVersionUID = 1L;

  private final HadoopSettings hadoop;

  RollOutClusters(HadoopSettings hadoop) {
    this.hadoop = hadoop;
  }

  @Override
  public byte[] call(byte[] encoded) throws IOException {
    ClusterRollout rollout = TaskResultBytes.decode(encoded, ClusterRollout.class);
    try (Work work = new Work(rollout)) {
      PolicyReader reader = new PolicyReader(hadoop.configuration());
      for (SourceFile file : rollout.files()) {
        reader.read(
            UserPath.written(file.dataset()),
            file.file(),
            policy -> work.take(file.trial(), policy));
      }
      return TaskResultBytes.encode(new ArrayList<>(work.finish()));
    }
  }

  /** One bucket's means as they are added up, and the returns of what was played. */
  private static final class Work implements AutoCloseable {
    private final ClusterRollout rollout;
    private final PolicyPlayer player;
    private final Restatement restatement;
    private final double[][] sums;
    private final int[] counts = new int[2];
    private final Map<What, List<Double>> returns = new EnumMap<>(What.class);
    private final Map<What, Integer> policies = new EnumMap<>(What.class);

    Work(ClusterRollout rollout) {
      this.rollout = rollout;
      this.player = new PolicyPlayer(rollout.traits().environment(), rollout.traits().shape());
      this.restatement = new Restatement(rollout.traits().shape(), rollout.common());
      this.sums = new double[2][rollout.traits().shape().parameterCount()];
    }

    void take(int trial, StoredPolicy policy) {
      PolicyKey key = PolicyKey.of(trial, policy.row());
      Integer label = rollout.labels().get(key);
      if (label == null) {
        return;
      }
      float[] restated = new float[policy.weights().length];
      restatement.apply(
          policy.row().normalizer(),
          FloatBuffer.wrap(policy.weights()),
          FloatBuffer.wrap(restated));
      for (int i = 0; i < restated.length; i++) {
        sums[label][i] += restated[i];
      }
      counts[label]++;
      if (rollout.played().contains(key)) {
        play(label == 0 ? What.MEMBERS_OF_FIRST : What.MEMBERS_OF_SECOND, restated);
      }
    }

    private void play(What what, float[] weights) {
      player
          .play(
              weights,
              rollout.common(),
              rollout.episodes(),
              episode -> Mix.of(rollout.bucket(), episode, 2))
          .stream()
          .filter(episode -> !episode.diverged())
          .mapToDouble(Episode::totalReturn)
          .forEach(earned -> returns.computeIfAbsent(what, key -> new ArrayList<>()).add(earned));
      policies.merge(what, 1, Integer::sum);
    }

    List<ClusterReturns> finish() {
      if (counts[0] > 0 && counts[1] > 0) {
        play(What.MEAN_OF_FIRST, mean(1.0 / counts[0], 0));
        play(What.MEAN_OF_SECOND, mean(0, 1.0 / counts[1]));
        play(What.MIDPOINT, mean(0.5 / counts[0], 0.5 / counts[1]));
      }
      List<ClusterReturns> results = new ArrayList<>();
      returns.forEach((what, earned) -> results.add(result(what, earned)));
      return results;
    }

    private ClusterReturns result(What what, List<Double> earned) {
      double[] values = earned.stream().mapToDouble(Double::doubleValue).toArray();
      return new ClusterReturns(
          rollout.bucket(),
          what,
          policies.get(what),
          values.length,
          DoubleStream.of(values).average().orElseThrow(),
          values.length < 2 ? 0 : Estimators.standardDeviation(values));
    }

    private float[] mean(double first, double second) {
      float[] mean = new float[sums[0].length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (first * sums[0][i] + second * sums[1][i]);
      }
      return mean;
    }

    @Override
    public void close() {
      player.close();
    }
  }
}
