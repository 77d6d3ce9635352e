package io.github.udrlpg.harness;

import io.github.udrlpg.algorithm.Restatement;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyRow;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * The stored policies whose returns are nearest to some wanted ones: what anybody could replay
 * without a generator. Of those that a generator may learn from, so nothing above a ceiling.
 *
 * <p>Whatever the size of the dataset, no more than {@link #MOST_FILES} files of it are looked
 * through, evenly over each return bucket, and no more than {@link #NEAREST} policies with their
 * weights are held for each command.
 */
final class Retrieval {
  /** Files whose rows are read: of more than these, every second, third … of each return bucket. */
  static final int MOST_FILES = 2_000;

  /** Policies of each command that generated weights are compared with. */
  static final int NEAREST = 8;

  /**
   * A stored policy, restated for the present observation statistics, so that it acts as it did.
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  private record Candidate(PolicyRow row, float[] weights) {}

  private final List<Double> wanted;
  private final List<List<Candidate>> byCommand;

  private Retrieval(List<Double> wanted, List<List<Candidate>> byCommand) {
    this.wanted = wanted;
    this.byCommand = byCommand;
  }

  /**
   * How far generated weights are from stored ones, as means over the commands.
   *
   * @param generated Euclidean distance of the generated policy to the nearest that is held for its
   *     command
   * @param stored that of the retrieved policy to the nearest other one
   */
  record Distances(double generated, double stored) {}

  /**
   * Looks for the nearest.
   *
   * @param wanted scaled returns
   * @return nothing where there is no policy to replay
   */
  static Optional<Retrieval> of(
      PolicyDataset dataset, PolicyShape shape, TrainingState state, List<Double> wanted)
      throws IOException {
    // A run that is resumed may have stored more already than it has seen.
    List<CommitEntry> commits =
        dataset.commits().stream().filter(c -> c.iteration() < state.nextIteration).toList();
    Set<DataFile> files = files(commits, dataset.returnBuckets());
    List<PriorityQueue<PolicyRow>> nearest =
        wanted.stream().map(command -> new PriorityQueue<>(nearestTo(command).reversed())).toList();
    for (CommitEntry commit : commits) {
      for (PolicyRow row : dataset.readRows(commit, files::contains)) {
        if (state.isTrainable(row)) {
          nearest.forEach(queue -> keepNearest(queue, row));
        }
      }
    }
    if (nearest.get(0).isEmpty()) {
      return Optional.empty();
    }
    Map<String, float[]> weights = weights(dataset, shape, state, commits, nearest);
    List<List<Candidate>> byCommand = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      byCommand.add(
          nearest.get(i).stream()
              .sorted(nearestTo(wanted.get(i)))
              .map(row -> new Candidate(row, weights.get(row.id())))
              .toList());
    }
    return Optional.of(new Retrieval(wanted, byCommand));
  }

  /** Nearest first; of equally near ones the newest. */
  private static Comparator<PolicyRow> nearestTo(double wanted) {
    return Comparator.comparingDouble((PolicyRow row) -> Math.abs(row.scaledReturn() - wanted))
        .thenComparing(
            Comparator.comparingInt(PolicyRow::iteration)
                .thenComparingInt(PolicyRow::policy)
                .reversed());
  }

  private static void keepNearest(PriorityQueue<PolicyRow> furthestFirst, PolicyRow row) {
    furthestFirst.add(row);
    if (furthestFirst.size() > NEAREST) {
      furthestFirst.remove();
    }
  }

  private static Set<DataFile> files(List<CommitEntry> commits, ReturnBuckets returnBuckets) {
    Map<Integer, List<DataFile>> byBucket = new TreeMap<>();
    for (CommitEntry commit : commits) {
      for (DataFile file : commit.files()) {
        byBucket.computeIfAbsent(file.returnBucket(), bucket -> new ArrayList<>()).add(file);
      }
    }
    int most = Math.max(1, MOST_FILES / Math.max(byBucket.size(), returnBuckets.count()));
    Set<DataFile> files = new HashSet<>();
    for (List<DataFile> bucket : byBucket.values()) {
      int step = (bucket.size() + most - 1) / most;
      for (int i = bucket.size() - 1; i >= 0; i -= step) {
        files.add(bucket.get(i));
      }
    }
    return files;
  }

  private static Map<String, float[]> weights(
      PolicyDataset dataset,
      PolicyShape shape,
      TrainingState state,
      List<CommitEntry> commits,
      List<PriorityQueue<PolicyRow>> nearest)
      throws IOException {
    Map<Integer, Map<Integer, PolicyRow>> wanted = new HashMap<>();
    for (PriorityQueue<PolicyRow> rows : nearest) {
      for (PolicyRow row : rows) {
        wanted.computeIfAbsent(row.iteration(), i -> new HashMap<>()).put(row.policy(), row);
      }
    }
    Restatement restatement = new Restatement(shape, state.normalizer());
    Map<String, float[]> weights = new HashMap<>();
    for (CommitEntry commit : commits) {
      Map<Integer, PolicyRow> rows = wanted.getOrDefault(commit.iteration(), Map.of());
      Set<Integer> buckets = new HashSet<>();
      rows.values().forEach(row -> buckets.add(row.returnBucket()));
      dataset.visitWeights(
          commit,
          file -> buckets.contains(file.returnBucket()),
          rows::containsKey,
          stored -> {
            PolicyRow row = rows.get(stored.policy());
            float[] restated = new float[shape.parameterCount()];
            restatement.apply(
                row.normalizer(), FloatBuffer.wrap(stored.weights()), FloatBuffer.wrap(restated));
            weights.put(row.id(), restated);
          });
    }
    return weights;
  }

  /** Returns what was found for some of the commands, by their indices. */
  Retrieval part(int from, int to) {
    return new Retrieval(wanted.subList(from, to), byCommand.subList(from, to));
  }

  /** Returns the scaled returns that were wanted. */
  List<Double> wanted() {
    return wanted;
  }

  /** Returns the scaled return that the retrieved policy of each command achieved when stored. */
  List<Double> returns() {
    return byCommand.stream().map(candidates -> candidates.get(0).row().scaledReturn()).toList();
  }

  /**
   * Returns the weights of the retrieved policy of each command, {@code [commands, parameters]}.
   */
  float[][] weights() {
    return byCommand.stream()
        .map(candidates -> candidates.get(0).weights())
        .toArray(float[][]::new);
  }

  /**
   * Measures how far generated weights are from stored ones.
   *
   * @param generated {@code [commands, parameters]}, for the same commands
   */
  Distances distances(float[][] generated) {
    double fromGenerated = 0;
    double fromStored = 0;
    for (int command = 0; command < generated.length; command++) {
      List<Candidate> candidates = byCommand.get(command);
      fromGenerated += nearest(generated[command], candidates);
      fromStored += nearest(candidates.get(0).weights(), candidates.subList(1, candidates.size()));
    }
    return new Distances(fromGenerated / generated.length, fromStored / generated.length);
  }

  /** Returns NaN where there is none. */
  private static double nearest(float[] weights, List<Candidate> candidates) {
    return candidates.stream()
        .map(Candidate::weights)
        .filter(Objects::nonNull)
        .mapToDouble(other -> distance(weights, other))
        .min()
        .orElse(Double.NaN);
  }

  private static double distance(float[] a, float[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }
}
