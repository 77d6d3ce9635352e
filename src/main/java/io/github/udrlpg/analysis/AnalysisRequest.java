package io.github.udrlpg.analysis;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * What to look at, and how closely.
 *
 * @param overallSample policies that principal components and neighbours are of
 * @param bucketSample policies of each return bucket that spread and clusters are of
 * @param clusterBuckets return buckets that are searched for clusters; 0 for none
 * @param mostClusters the largest number of clusters that is tried
 * @param nulls samples without clusters that each bucket is compared with
 * @param episodes played by each policy and each mean of policies
 */
public record AnalysisRequest(
    int overallSample,
    int bucketSample,
    int clusterBuckets,
    int mostClusters,
    int nulls,
    int episodes) {
  /** Bounds what comes to the driver: the sketches of as many policies take 80 MB. */
  static final int MOST_SAMPLED = 20_000;

  /**
   * Checks the numbers.
   *
   * @throws InvalidInputException naming every one that is out of range
   */
  public AnalysisRequest {
    List<String> problems = new ArrayList<>();
    require(problems, "--sample", overallSample, 10, 5000);
    require(problems, "--bucket-sample", bucketSample, 10, 5000);
    require(problems, "--cluster-buckets", clusterBuckets, 0, 100);
    require(problems, "--clusters", mostClusters, 2, 10);
    require(problems, "--nulls", nulls, 19, 9999);
    require(problems, "--episodes", episodes, 1, 1000);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join(System.lineSeparator(), problems));
    }
  }

  private static void require(List<String> problems, String option, int found, int min, int max) {
    if (found < min || found > max) {
      problems.add(Text.format("%s must be from %d to %d, found %d", option, min, max, found));
    }
  }
}
