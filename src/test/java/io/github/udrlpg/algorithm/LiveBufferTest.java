package io.github.udrlpg.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.BucketBuffer;
import io.github.udrlpg.buffer.BucketBuffer.FullBucket;
import io.github.udrlpg.buffer.BufferEntry;
import io.github.udrlpg.buffer.ReplayBuffer;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.buffer.UniformBuffer;
import io.github.udrlpg.buffer.Weighting;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.PolicyWriter;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Policies;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("native")
class LiveBufferTest {
  private static final int ITERATIONS = 15;

  @TempDir Path directory;
  private PolicyDataset dataset;
  private final Map<BufferEntry, float[]> stored = new HashMap<>();

  @BeforeEach
  void open() throws IOException {
    dataset = Dataset.open(directory);
  }

  static Stream<Supplier<ReplayBuffer>> buffers() {
    return Stream.of(
        () -> new UniformBuffer(20),
        // Fewer than an iteration holds: what comes goes with the same iteration.
        () -> new UniformBuffer(2),
        () ->
            new BucketBuffer(
                new ReturnBuckets(50), 1, FullBucket.DROP_NEWEST, 20, new Weighting.Uniform()),
        () ->
            new BucketBuffer(
                new ReturnBuckets(50),
                BucketBuffer.UNLIMITED,
                FullBucket.DROP_NEWEST,
                20,
                new Weighting.Uniform()));
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void holdsTheStoredWeightsOfWhatIsLiveAndARebuildHoldsTheSame(Supplier<ReplayBuffer> settings)
      throws IOException {
    try (LiveBuffer live = live(settings.get());
        LiveBuffer rebuilt = live(settings.get())) {
      mirrorAll(live);
      rebuilt.restore(live.entries(), live.coveredEntries());
      rebuilt.load();

      assertThat(live.size()).isPositive().isLessThan(stored.size());
      assertThat(rebuilt.entries()).isEqualTo(live.entries());
      assertThat(rebuilt.coveredEntries()).isEqualTo(live.coveredEntries());
      List<BufferEntry> held = new ArrayList<>(live.entries());
      held.addAll(live.coveredEntries());
      for (BufferEntry entry : held) {
        assertThat(read(live.weights(entry))).isEqualTo(stored.get(entry));
        assertThat(read(rebuilt.weights(entry))).isEqualTo(stored.get(entry));
      }
      Set<BufferEntry> dead = new HashSet<>(stored.keySet());
      dead.removeAll(held);
      assertThat(dead).isNotEmpty().allMatch(entry -> live.weights(entry) == null);
    }
  }

  @Test
  void theLowestAndTheHighestReturnsAreRememberedApart() throws IOException {
    try (LiveBuffer live = live(new UniformBuffer(2))) {
      mirrorAll(live);

      List<Double> all = stored.keySet().stream().map(BufferEntry::scaledReturn).toList();
      assertThat(live.coveredEntries())
          .hasSizeLessThan(all.size())
          .extracting(BufferEntry::scaledReturn)
          .contains(Collections.min(all), Collections.max(all));
      // Half of a batch, whatever the other buffer has let go.
      List<BufferEntry> batch = live.sample(20, RandomSource.XO_SHI_RO_256_PP.create(1));
      assertThat(batch.subList(0, 10)).isSubsetOf(live.coveredEntries());
      assertThat(batch.subList(10, 20)).isSubsetOf(live.entries());
    }
  }

  @Test
  void aRebuildNeedsNoFileWithoutLiveRows() throws IOException {
    List<BufferEntry> entries;
    try (LiveBuffer live = live(new UniformBuffer(20))) {
      mirrorAll(live);
      entries = live.entries();
    }
    int deleted = deleteFilesWithout(entries);

    try (LiveBuffer rebuilt = live(new UniformBuffer(20))) {
      rebuilt.restore(entries, List.of());
      rebuilt.load();

      assertThat(deleted).isPositive();
      for (BufferEntry entry : entries) {
        assertThat(read(rebuilt.weights(entry))).isEqualTo(stored.get(entry));
      }
    }
  }

  @Test
  void namesALiveRowThatIsNotStored() throws IOException {
    try (LiveBuffer live = live(new UniformBuffer(20))) {
      mirrorAll(live);
    }
    try (LiveBuffer rebuilt = live(new UniformBuffer(20))) {
      rebuilt.restore(List.of(new BufferEntry(3, 77, 0.25)), List.of());
      assertThatThrownBy(rebuilt::load)
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "The files of iteration 3 do not hold policy 77 with scaled return 0.25."
                  + " Restore the run directory from a copy");
    }
  }

  @Test
  void holdsNothingOnceItIsClosed() throws IOException {
    LiveBuffer live = live(new UniformBuffer(20));
    mirrorAll(live);
    live.close();
    live.close();

    assertThat(live.entries()).allMatch(entry -> live.weights(entry) == null);
  }

  private LiveBuffer live(ReplayBuffer buffer) {
    CoveredRange covered = new CoveredRange(Runs.tiny("coverage.share=0.5").settings().coverage());
    return new LiveBuffer(buffer, covered, dataset, Policies.stored(0, 0, 0, 0).weights().length);
  }

  /** Stores and mirrors iterations of three policies each. */
  private void mirrorAll(LiveBuffer live) throws IOException {
    Random random = new Random(1);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      List<PolicyRow> rows = new ArrayList<>();
      List<DataFile> files;
      try (PolicyWriter writer = dataset.writers(iteration).open("0")) {
        for (int policy = 0; policy < 3; policy++) {
          StoredPolicy stored = sound(iteration, policy, random.nextDouble());
          writer.write(stored);
          rows.add(stored.row());
        }
        files = writer.finish();
      }
      CommitEntry commit = dataset.commit(iteration, files);
      live.add(commit, rows);
    }
  }

  private StoredPolicy sound(int iteration, int policy, double scaledReturn) {
    StoredPolicy template =
        Policies.stored(
            iteration, policy, scaledReturn, dataset.returnBuckets().indexOf(scaledReturn));
    PolicyRow row = template.row();
    PolicyRow sound =
        new PolicyRow(
            row.run(),
            iteration,
            policy,
            row.environment(),
            row.origin(),
            row.command(),
            row.noise(),
            row.weightSeed(),
            row.normalizer(),
            row.observed(),
            row.episodes().subList(0, 2),
            scaledReturn,
            row.returnBucket());
    stored.put(new BufferEntry(iteration, policy, scaledReturn), template.weights());
    return new StoredPolicy(sound, template.weights());
  }

  private int deleteFilesWithout(List<BufferEntry> entries) throws IOException {
    Set<String> needed = new HashSet<>();
    for (BufferEntry entry : entries) {
      needed.add(entry.iteration() + " " + dataset.returnBuckets().indexOf(entry.scaledReturn()));
    }
    int deleted = 0;
    for (CommitEntry commit : dataset.commits()) {
      for (DataFile file : commit.files()) {
        if (!needed.contains(commit.iteration() + " " + file.returnBucket())) {
          Files.delete(directory.resolve("policies").resolve(file.path()));
          deleted++;
        }
      }
    }
    return deleted;
  }

  private static float[] read(FloatBuffer slot) {
    float[] weights = new float[slot.capacity()];
    slot.get(0, weights);
    return weights;
  }
}
