package io.github.udrlpg.analysis;

import io.github.udrlpg.policy.ObservationNormalizer;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What one task rolls out: the members of a bucket's two clusters, and their means.
 *
 * @param bucket the return bucket
 * @param files those that hold its sampled policies, in order
 * @param labels the cluster of each sampled policy that is in one, 0 or 1
 * @param played the members that are played themselves
 * @param traits of all policies
 * @param common the observation statistics that all of them are restated for
 * @param episodes of every policy that is played
 */
record ClusterRollout(
    int bucket,
    List<SourceFile> files,
    Map<PolicyKey, Integer> labels,
    List<PolicyKey> played,
    Traits traits,
    ObservationNormalizer common,
    int episodes)
    implements Serializable {

  /** Copies what it is given. */
  ClusterRollout {
    files = List.copyOf(files);
    labels = Map.copyOf(labels);
    played = List.copyOf(played);
  }
}
