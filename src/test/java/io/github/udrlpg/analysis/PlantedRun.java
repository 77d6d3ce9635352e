package io.github.udrlpg.analysis;

import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.PolicyWriter;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.testing.BriefSwimmer;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * A run of linear Swimmer policies whose weights are known: bucket 4 holds one Gaussian, bucket 12
 * two of them, far apart in the first weight. The first two policies of the run are the same.
 */
final class PlantedRun {
  static final int ITERATIONS = 8;
  static final int PER_ITERATION = 20;
  static final double NOISE = 0.1;
  static final double APART = 1.0;
  private static final int WEIGHTS = 18;

  private PlantedRun() {}

  static void write(Configuration hadoop, Path directory) throws IOException {
    begin(hadoop, directory);
    writeRows(hadoop, directory, ITERATIONS);
  }

  /** Writes what says which run it is, and returns its identifier. */
  static String begin(Configuration hadoop, Path directory, String... overrides)
      throws IOException {
    RunDirectory run =
        RunDirectory.create(
            hadoop,
            directory,
            settings(overrides),
            Map.of("udrlpg-spark", "test", "mujoco", "3.14.0"));
    run.begin();
    return run.run();
  }

  /** Writes the policies of so many iterations of a run that has begun. */
  static void writeRows(Configuration hadoop, Path directory, int iterations) throws IOException {
    RunDirectory run = RunDirectory.open(hadoop, directory);
    PolicyDataset dataset =
        new PolicyDataset(
            hadoop, run.path("policies"), new ReturnBuckets(20), CompressionCodecName.ZSTD);
    ZigguratSampler.NormalizedGaussian normal = normal(Seeds.random(7));
    for (int iteration = 0; iteration < iterations; iteration++) {
      try (PolicyWriter writer = dataset.writers(iteration).open("0")) {
        for (int policy = 0; policy < PER_ITERATION; policy++) {
          writer.write(policy(run.run(), iteration, policy, normal));
        }
        List<DataFile> files = writer.finish();
        dataset.commit(iteration, files);
      }
    }
  }

  /** Returns the settings of the run. */
  static ConfigLoader.Loaded settings(String... overrides) {
    List<String> all = new ArrayList<>(List.of("policy.hidden-sizes=[]"));
    all.addAll(List.of(overrides));
    return Runs.tiny(all.toArray(String[]::new));
  }

  private static ZigguratSampler.NormalizedGaussian normal(UniformRandomProvider random) {
    return ZigguratSampler.NormalizedGaussian.of(random);
  }

  private static StoredPolicy policy(
      String run, int iteration, int policy, ZigguratSampler.NormalizedGaussian normal) {
    boolean high = policy % 2 == 1;
    boolean copy = iteration == 0 && (policy == 0 || policy == 2);
    float[] weights = new float[WEIGHTS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = copy ? (i % 2 == 0 ? 0.1f : -0.1f) : (float) (NOISE * normal.sample());
    }
    if (high) {
      weights[0] += (float) (policy % 4 == 1 ? APART : -APART);
    }
    double scaled = high ? 0.63 : 0.23;
    double[] mean = new double[8];
    double[] deviation = new double[8];
    Arrays.fill(deviation, 1);
    mean[1] = 0.1 * iteration;
    deviation[1] = 2;
    return new StoredPolicy(
        new PolicyRow(
            run,
            iteration,
            policy,
            BriefSwimmer.ID,
            PolicyOrigin.GENERATOR,
            scaled,
            NOISE,
            policy,
            ObservationNormalizer.of(mean, deviation),
            new RunningStatistics(8),
            List.of(new Episode(policy, -100 + 465 * scaled, 0, 1000, false, true, false)),
            scaled,
            high ? 12 : 4),
        weights);
  }
}
