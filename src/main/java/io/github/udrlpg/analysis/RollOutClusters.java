package io.github.udrlpg.analysis;

import io.github.udrlpg.analysis.ClusterReturns.What;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.rollout.EpisodePlayer;
import io.github.udrlpg.spark.TaskResultBytes;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.HadoopSettings;
import io.github.udrlpg.store.PolicyReader;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.train.Restatement;
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
    private final EpisodePlayer player;
    private final Restatement restatement;
    private final double[][] sums;
    private final int[] counts = new int[2];
    private final Map<What, List<Double>> returns = new EnumMap<>(What.class);
    private final Map<What, Integer> policies = new EnumMap<>(What.class);

    Work(ClusterRollout rollout) {
      this.rollout = rollout;
      this.player = new EpisodePlayer(rollout.traits().environment(), rollout.traits().shape());
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
      player.setWeights(weights);
      for (int episode = 0; episode < rollout.episodes(); episode++) {
        // The statistics have no reader here: the player counts what it sees somewhere.
        RunningStatistics unread = new RunningStatistics(rollout.traits().shape().inputs(0));
        Episode played =
            player.play(Mix.of(rollout.bucket(), episode, 2), rollout.common(), unread);
        if (!played.diverged()) {
          returns.computeIfAbsent(what, key -> new ArrayList<>()).add(played.totalReturn());
        }
      }
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
      double mean = DoubleStream.of(values).average().orElseThrow();
      double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
      return new ClusterReturns(
          rollout.bucket(),
          what,
          policies.get(what),
          values.length,
          mean,
          Math.sqrt(squares / Math.max(1, values.length - 1)));
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
