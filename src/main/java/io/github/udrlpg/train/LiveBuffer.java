package io.github.udrlpg.train;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.BufferEntry;
import io.github.udrlpg.buffer.ReplayBuffer;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.StoredWeights;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The driver's bounded mirror of the stored policies: the replay buffer decides which are live, and
 * only their weights are read from Parquet and kept.
 */
final class LiveBuffer {
  private final ReplayBuffer buffer;
  private final PolicyDataset dataset;
  private final Map<BufferEntry, FloatBuffer> weights = new HashMap<>();

  LiveBuffer(ReplayBuffer buffer, PolicyDataset dataset) {
    this.buffer = buffer;
    this.dataset = dataset;
  }

  ReplayBuffer buffer() {
    return buffer;
  }

  /** Returns the weights of an entry that the buffer holds, {@code [parameters]}. */
  FloatBuffer weights(BufferEntry entry) {
    return weights.get(entry);
  }

  /**
   * Takes in what an iteration stored.
   *
   * @param rows its policies, in order
   * @throws IOException if their weights cannot be read
   */
  void mirror(CommitEntry commit, List<PolicyRow> rows) throws IOException {
    for (PolicyRow row : rows) {
      if (TrainingState.isSound(row)) {
        buffer.offer(new BufferEntry(row.iteration(), row.policy(), row.scaledReturn()));
      }
    }
    Set<BufferEntry> live = new HashSet<>(buffer.entries());
    weights.keySet().retainAll(live);
    load(
        commit,
        live.stream()
            .filter(entry -> entry.iteration() == commit.iteration())
            .collect(Collectors.toSet()));
  }

  /**
   * Fills an empty buffer from what a checkpoint says was live; reads only those rows.
   *
   * @param entries oldest first
   * @throws InvalidInputException if a row of them is not in the dataset
   */
  void rebuild(List<BufferEntry> entries) throws IOException {
    entries.forEach(buffer::offer);
    Map<Integer, Set<BufferEntry>> byIteration =
        entries.stream()
            .collect(
                Collectors.groupingBy(BufferEntry::iteration, TreeMap::new, Collectors.toSet()));
    for (Map.Entry<Integer, Set<BufferEntry>> iteration : byIteration.entrySet()) {
      CommitEntry commit =
          dataset
              .find(iteration.getKey())
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "The checkpoint needs policies of iteration %d, but no commit of it is in the dataset. Restore the run directory from a copy"
                              .formatted(iteration.getKey())));
      load(commit, iteration.getValue());
    }
  }

  private void load(CommitEntry commit, Set<BufferEntry> wanted) throws IOException {
    if (wanted.isEmpty()) {
      return;
    }
    Set<Integer> policies = wanted.stream().map(BufferEntry::policy).collect(Collectors.toSet());
    for (StoredWeights stored : dataset.readWeights(commit, policies::contains)) {
      weights.put(
          new BufferEntry(commit.iteration(), stored.policy(), stored.scaledReturn()),
          FloatBuffer.wrap(stored.weights()));
    }
    for (BufferEntry entry : wanted) {
      if (!weights.containsKey(entry)) {
        throw new InvalidInputException(
            "The files of iteration %d do not hold policy %d with scaled return %s. Restore the run directory from a copy"
                .formatted(entry.iteration(), entry.policy(), entry.scaledReturn()));
      }
    }
  }
}
