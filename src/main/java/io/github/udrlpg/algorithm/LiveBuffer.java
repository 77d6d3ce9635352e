package io.github.udrlpg.algorithm;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.BufferEntry;
import io.github.udrlpg.buffer.ReplayBuffer;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.StoredWeights;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The driver's bounded mirror of the stored policies: the replay buffer decides which are live, and
 * only their weights are read from Parquet and kept, outside the Java heap until it is closed.
 */
final class LiveBuffer implements AutoCloseable {
  private final ReplayBuffer buffer;
  private final CoveredRange covered;
  private final PolicyDataset dataset;
  private final PolicySlots slots;
  private final Map<BufferEntry, FloatBuffer> weights = new HashMap<>();
  private final Map<BufferEntry, Integer> holders = new HashMap<>();
  private final Map<Integer, ObservationNormalizer> normalizers = new HashMap<>();
  private final Set<BufferEntry> unread = new LinkedHashSet<>();

  /**
   * Creates an empty mirror.
   *
   * @param buffer takes every policy
   * @param covered takes those that say what the generator makes of a command
   * @param parameters weights of a policy
   */
  LiveBuffer(ReplayBuffer buffer, CoveredRange covered, PolicyDataset dataset, int parameters) {
    this.buffer = buffer;
    this.covered = covered;
    this.dataset = dataset;
    this.slots = new PolicySlots(parameters);
  }

  /**
   * Draws a batch with replacement.
   *
   * @throws IllegalStateException if the buffer is empty
   */
  List<BufferEntry> sample(int size, UniformRandomProvider random) {
    int part = covered.part(size);
    List<BufferEntry> batch = new ArrayList<>(size);
    if (part > 0) {
      batch.addAll(covered.buffer().sample(part, random));
    }
    if (part < size) {
      batch.addAll(buffer.sample(size - part, random));
    }
    return batch;
  }

  /** Returns what the buffer of all policies holds, oldest first. */
  List<BufferEntry> entries() {
    return buffer.entries();
  }

  /** Returns what the buffer of the covered range holds, oldest first. */
  List<BufferEntry> coveredEntries() {
    return covered.buffer().entries();
  }

  /** Returns how many policies the buffer of all holds. */
  int size() {
    return buffer.size();
  }

  /**
   * Returns the weights of an entry that the buffer holds, {@code [parameters]}; they stand there
   * until the next call of {@link #add}.
   */
  FloatBuffer weights(BufferEntry entry) {
    return weights.get(entry);
  }

  /**
   * Takes in what an iteration stored.
   *
   * @param rows those of its policies that may be trained on, in order
   * @throws IOException if their weights cannot be read
   */
  void add(CommitEntry commit, List<PolicyRow> rows) throws IOException {
    keepNormalizer(rows);
    Set<BufferEntry> arrived = new LinkedHashSet<>();
    for (PolicyRow row : rows) {
      offer(buffer, entry(row), arrived);
      if (covered.takes(row)) {
        offer(covered.buffer(), entry(row), arrived);
      }
    }
    load(commit, arrived);
  }

  /** The observation statistics of an iteration are the same for all of its policies. */
  private void keepNormalizer(List<PolicyRow> rows) {
    rows.stream().findFirst().ifPresent(row -> normalizers.put(row.iteration(), row.normalizer()));
    if (normalizers.size() > 2 * holders.size() + 1000) {
      normalizers
          .keySet()
          .retainAll(
              holders.keySet().stream().map(BufferEntry::iteration).collect(Collectors.toSet()));
    }
  }

  /**
   * Returns what an entry that the buffer holds saw observations through. After a rebuild that is
   * read from its file when it is first asked for.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  ObservationNormalizer normalizer(BufferEntry entry) {
    return normalizers.computeIfAbsent(entry.iteration(), unused -> readNormalizer(entry));
  }

  private ObservationNormalizer readNormalizer(BufferEntry entry) {
    int bucket = dataset.returnBuckets().indexOf(entry.scaledReturn());
    try {
      return dataset
          .readRows(commit(entry.iteration()), file -> file.returnBucket() == bucket)
          .get(0)
          .normalizer();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read the observation statistics of iteration " + entry.iteration(), e);
    }
  }

  /** Offers an entry and keeps account of those that are held without their weights. */
  private void offer(ReplayBuffer to, BufferEntry entry, Set<BufferEntry> arrived) {
    ReplayBuffer.Outcome outcome = to.offer(entry);
    if (outcome.taken() && holders.merge(entry, 1, Integer::sum) == 1) {
      arrived.add(entry);
    }
    outcome
        .evicted()
        .filter(evicted -> holders.merge(evicted, -1, Integer::sum) == 0)
        .ifPresent(
            evicted -> {
              holders.remove(evicted);
              // What came only just now may have to go with the same iteration, unread.
              if (!arrived.remove(evicted)) {
                slots.giveBack(weights.remove(evicted));
              }
            });
  }

  /**
   * Fills an empty buffer from what a checkpoint says was live, without the weights.
   *
   * @param entries of all policies, oldest first
   * @param coveredEntries of the covered range, oldest first
   */
  void restore(List<BufferEntry> entries, List<BufferEntry> coveredEntries) {
    entries.forEach(entry -> offer(buffer, entry, unread));
    coveredEntries.forEach(entry -> offer(covered.buffer(), entry, unread));
  }

  /**
   * Reads the weights of what was restored; only those rows.
   *
   * @throws InvalidInputException if a row of them is not in the dataset
   */
  void load() throws IOException {
    Map<Integer, Set<BufferEntry>> byIteration =
        unread.stream()
            .collect(
                Collectors.groupingBy(BufferEntry::iteration, TreeMap::new, Collectors.toSet()));
    for (Map.Entry<Integer, Set<BufferEntry>> iteration : byIteration.entrySet()) {
      load(commit(iteration.getKey()), iteration.getValue());
    }
    unread.clear();
  }

  private CommitEntry commit(int iteration) throws IOException {
    return dataset
        .find(iteration)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Text.format(
                        "The checkpoint needs policies of iteration %d, but no commit of it is in"
                            + " the dataset. Restore the run directory from a copy",
                        iteration)));
  }

  private void load(CommitEntry commit, Set<BufferEntry> wanted) throws IOException {
    if (wanted.isEmpty()) {
      return;
    }
    Map<Integer, BufferEntry> byPolicy =
        wanted.stream().collect(Collectors.toMap(BufferEntry::policy, Function.identity()));
    ReturnBuckets returnBuckets = dataset.returnBuckets();
    Set<Integer> buckets =
        wanted.stream()
            .map(entry -> returnBuckets.indexOf(entry.scaledReturn()))
            .collect(Collectors.toSet());
    dataset.visitWeights(
        commit,
        file -> buckets.contains(file.returnBucket()),
        byPolicy::containsKey,
        stored -> keep(commit.iteration(), stored, byPolicy));
    if (!byPolicy.isEmpty()) {
      BufferEntry entry = byPolicy.values().iterator().next();
      throw new InvalidInputException(
          Text.format(
              "The files of iteration %d do not hold policy %d with scaled return %s. Restore the"
                  + " run directory from a copy",
              entry.iteration(), entry.policy(), entry.scaledReturn()));
    }
  }

  /** Copies the weights of a policy that is missing yet, and strikes it off the list. */
  private void keep(int iteration, StoredWeights stored, Map<Integer, BufferEntry> missing) {
    BufferEntry entry = new BufferEntry(iteration, stored.policy(), stored.scaledReturn());
    if (missing.remove(entry.policy(), entry)) {
      weights.put(entry, slots.store(stored.weights()));
    }
  }

  private static BufferEntry entry(PolicyRow row) {
    return new BufferEntry(row.iteration(), row.policy(), row.scaledReturn());
  }

  /** Releases the weights; closing twice is fine. */
  @Override
  public void close() {
    weights.clear();
    slots.close();
  }
}
