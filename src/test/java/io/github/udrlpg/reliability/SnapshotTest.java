package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyWriter;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Policies;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers and cleaners beside a writer. */
class SnapshotTest {
  private static final int ITERATIONS = 50;
  private static final int POLICIES = 6;

  @TempDir Path run;

  @Test
  void readersSeeWholeIterationsAndCleanersDeleteOnlyOrphans() throws Exception {
    AtomicBoolean written = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Future<Integer> reader = threads.submit(() -> read(written));
      Future<Integer> cleaner = threads.submit(() -> clean(written));
      Future<Void> writer = threads.submit(write());
      writer.get();
      written.set(true);

      assertThat(reader.get()).as("snapshots").isGreaterThan(3);
      assertThat(cleaner.get() + Dataset.open(run).removeLeftovers())
          .as("orphans, one in each iteration")
          .isEqualTo(ITERATIONS);
    } finally {
      threads.shutdownNow();
    }
    List<CommitEntry> commits = Dataset.open(run).commits();
    assertThat(commits).hasSize(ITERATIONS);
    for (CommitEntry commit : commits) {
      assertThat(Dataset.open(run).readRows(commit)).hasSize(POLICIES);
    }
  }

  private Callable<Void> write() {
    return () -> {
      PolicyDataset dataset = Dataset.open(run);
      for (int iteration = 0; iteration < ITERATIONS; iteration++) {
        List<DataFile> files = new ArrayList<>(write(dataset, iteration, "0", 0, 3));
        write(dataset, iteration, "2", 3, 1);
        files.addAll(write(dataset, iteration, "1", 3, 3));
        commit(dataset, iteration, files);
      }
      return null;
    };
  }

  /**
   * A cleaner that has the run may take the unfinished entry of another driver away, whose commit
   * then fails. This one tries again, as if it were started again.
   */
  private static void commit(PolicyDataset dataset, int iteration, List<DataFile> files)
      throws IOException {
    while (dataset.find(iteration).isEmpty()) {
      try {
        dataset.commit(iteration, files);
      } catch (NoSuchFileException e) {
        assertThat(e).hasMessageContaining("/_commits/.iteration-");
      }
    }
  }

  private static List<DataFile> write(
      PolicyDataset dataset, int iteration, String task, int first, int count) throws IOException {
    try (PolicyWriter writer = dataset.writers(iteration).open(task)) {
      for (int policy = first; policy < first + count; policy++) {
        writer.write(Policies.stored(iteration, policy, 0.5, 9));
      }
      return writer.finish();
    }
  }

  /** Reads everything again and again; returns how often. */
  private int read(AtomicBoolean written) throws IOException {
    int snapshots = 0;
    int before = 0;
    for (boolean last = false; !last; snapshots++) {
      last = written.get();
      PolicyDataset dataset = Dataset.open(run);
      List<CommitEntry> commits = dataset.commits();
      int rows = 0;
      for (CommitEntry commit : commits) {
        rows += dataset.readRows(commit).size();
      }
      assertThat(rows).isEqualTo(commits.size() * POLICIES).isGreaterThanOrEqualTo(before);
      before = rows;
    }
    assertThat(before).isEqualTo(ITERATIONS * POLICIES);
    return snapshots;
  }

  /** Cleans as a driver does that takes over; returns how many files that deleted. */
  private int clean(AtomicBoolean written) throws IOException {
    int deleted = 0;
    while (!written.get()) {
      deleted += Dataset.open(run).removeLeftovers();
      LockSupport.parkNanos(20_000_000);
    }
    return deleted;
  }
}
