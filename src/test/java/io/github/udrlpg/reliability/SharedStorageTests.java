package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.compact.Card;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.harness.Commanding;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.run.RunEnding;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.DriverClaim;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a run promises on storage that several machines share, whichever it is. A test that is added
 * here runs on all of them: by default one whose drivers follow each other, to see that the storage
 * is there, and all others with the faults.
 */
@Tag("native")
abstract class SharedStorageTests {
  private static final int DRIVERS = 4;
  private static final int ROUNDS = 20;
  static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir java.nio.file.Path local;

  /** Returns a configuration that reaches the storage. */
  abstract Configuration hadoop();

  /** Returns a path there. */
  abstract Path path(String name) throws IOException;

  /** Returns whether the storage refuses a second file of one path in the step that creates it. */
  boolean refusesSecond() {
    return true;
  }

  final void needRefusal() {
    assumeTrue(refusesSecond(), "The client of this storage cannot ask it to refuse a second file");
  }

  @Test
  @Tag("faults")
  void aRunTrainsResumesEvaluatesAndReportsAsOnALocalDisk() throws IOException {
    ConfigLoader.Loaded shorter = Runs.tiny("training.max-env-steps=11000");
    ConfigLoader.Loaded longer = Runs.tiny("training.max-env-steps=17000");
    Runs.open(local, longer.settings()).train(new LocalRolloutRunner(), SILENT);
    Path run = path("/runs/one");

    RunDirectory begun = RunDirectory.create(hadoop(), run, shorter, Map.of());
    TrainingRun training = begun.training();
    begun.begin();
    new RunEnding(begun, training, training.train(new LocalRolloutRunner(), SILENT))
        .write(List.of(), undrawn -> {});
    RunDirectory resumed =
        RunDirectory.open(hadoop(), run, List.of("training.max-env-steps=17000"));
    training = resumed.training();
    resumed.begin();
    new RunEnding(resumed, training, training.train(new LocalRolloutRunner(), SILENT))
        .write(List.of(), undrawn -> {});

    PolicyDataset dataset = Dataset.open(hadoop(), run);
    assertThat(withoutRun(Dataset.rows(dataset))).isEqualTo(withoutRun(Dataset.rows(local)));
    assertThat(resumed.summary().orElseThrow()).contains("\"env_steps\" : 17000");
    assertThat(
            training
                .trained(SILENT)
                .evaluate(new LocalRolloutRunner(), List.of(0.2), Commanding.CALIBRATED, 2))
        .hasSize(1);
    assertThat(names(run))
        .as("nothing temporary is left")
        .contains("index.html", ".claim-1.json")
        .noneMatch(name -> name.startsWith(".") && !name.equals(".claim-1.json"));
    requireDamageIsNoticed(dataset, run);
  }

  private void requireDamageIsNoticed(PolicyDataset dataset, Path run) throws IOException {
    CommitEntry commit = dataset.commits().get(0);
    Path file = new Path(new Path(run, "policies"), commit.files().get(0).path());
    byte[] whole = read(file);
    write(file, Arrays.copyOf(whole, whole.length - 1));
    assertDamaged(dataset, commit, file, Text.format("the commit log says %d", whole.length));

    byte[] flipped = whole.clone();
    flipped[whole.length / 4] ^= 1;
    write(file, flipped);
    assertDamaged(dataset, commit, file, "restore it from a copy");

    fileSystem().delete(file, false);
    assertDamaged(dataset, commit, file, "the commit log names the file, but it is missing");
  }

  private static void assertDamaged(
      PolicyDataset dataset, CommitEntry commit, Path file, String message) {
    assertThatThrownBy(() -> dataset.readPolicies(commit, policy -> true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void ofTwoDriversOneCommits() throws IOException {
    PolicyDataset first = Dataset.open(hadoop(), path("/runs/two"));
    PolicyDataset second = Dataset.open(hadoop(), path("/runs/two"));
    CommitEntry committed = first.commit(0, List.of());

    assertThatThrownBy(() -> second.commit(0, List.of()))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("Iteration 0 is already committed");
    assertThat(second.find(0)).contains(committed);
    assertThat(names(path("/runs/two"))).containsExactly("iteration-000000000.json");
  }

  @Test
  @Tag("faults")
  void ofDriversThatCommitAtTheSameInstantExactlyOneDoes() throws Exception {
    needRefusal();
    Path run = path("/runs/race");
    for (int round = 0; round < ROUNDS; round++) {
      int iteration = round;
      List<CommitEntry> winners =
          atOnce(
              () -> {
                try {
                  return Dataset.open(hadoop(), run).commit(iteration, List.of());
                } catch (FileAlreadyExistsException e) {
                  return null;
                }
              });
      assertThat(winners).as("round %d", round).hasSize(1);
      assertThat(Dataset.open(hadoop(), run).find(round)).contains(winners.get(0));
    }
    assertThat(names(run)).hasSize(ROUNDS).noneMatch(name -> name.startsWith("."));
  }

  @Test
  @Tag("faults")
  void driversThatClaimARunAtTheSameInstantGetDifferentClaims() throws Exception {
    needRefusal();
    Path drivers = path("/runs/claimed/drivers");
    List<DriverClaim> claims = atOnce(() -> DriverClaim.take(hadoop(), drivers));

    assertThat(claims).hasSize(DRIVERS);
    assertThat(names(drivers))
        .hasSize(DRIVERS)
        .allMatch(name -> name.matches(Text.format("driver-00000000[1-%d]\\.json", DRIVERS)));
    assertThat(claims).filteredOn(SharedStorageTests::holds).hasSize(1);
    DriverClaim newest = DriverClaim.take(hadoop(), drivers);
    assertThat(claims).noneMatch(SharedStorageTests::holds);
    assertThat(newest).matches(SharedStorageTests::holds);
  }

  @Test
  void ofManyStartsAtOnceOneBeginsTheRun() throws Exception {
    needRefusal();
    Path run = path("/runs/begun-at-once");
    AtomicInteger seeds = new AtomicInteger();
    List<RunDirectory> winners =
        atOnce(
            () -> {
              String seed = "run.seed=" + seeds.incrementAndGet();
              try {
                return RunDirectory.create(hadoop(), run, Runs.tiny(seed), Map.of()).begin();
              } catch (InvalidInputException e) {
                assertThat(e).hasMessageContaining("already holds a run. Add --resume");
                return null;
              }
            });
    assertThat(winners).hasSize(1);
    assertThat(RunDirectory.open(hadoop(), run).run()).isEqualTo(winners.get(0).run());
  }

  @Test
  @Tag("faults")
  void aCompactionMakesTheSameBytesAsOnALocalDiskAndCompletesOneThatDied() throws IOException {
    Runs.train(
        hadoop(),
        path("/runs/three"),
        Runs.instant("store.partition-buckets=3", "training.max-env-steps=20"));
    List<DataFile> expected =
        Compacted.make(
                hadoop(), Compacted.request(local.resolve("dataset").toUri(), path("/runs/three")))
            .files();
    Path out = path("/datasets/three");
    write(new Path(out, "_compacting.json"), new byte[0]);
    write(new Path(out, "return_bucket=3/part-00000.parquet"), new byte[0]);
    write(new Path(out, "_temporary/x/return_bucket=3/part-0.parquet"), new byte[0]);

    Card card = Compacted.make(hadoop(), Compacted.request(out, path("/runs/three")));

    assertThat(card.files()).isEqualTo(expected);
    assertThat(Compacted.policies(hadoop(), out, card)).hasSize(20);
    assertThat(names(out))
        .hasSize(expected.size() + 2)
        .contains("_card.json", "_card.md")
        .noneMatch(name -> name.startsWith("."));
  }

  private static boolean holds(DriverClaim claim) {
    try {
      claim.require();
      return true;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("has taken over the run");
      return false;
    }
  }

  /** Returns what the threads got that got something. */
  private static <T> List<T> atOnce(Callable<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(DRIVERS);
    try {
      CyclicBarrier start = new CyclicBarrier(DRIVERS);
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < DRIVERS; i++) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        T result = future.get();
        if (result != null) {
          results.add(result);
        }
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  final FileSystem fileSystem() throws IOException {
    return path("/").getFileSystem(hadoop());
  }

  final byte[] read(Path file) throws IOException {
    try (InputStream in = fileSystem().open(file)) {
      return in.readAllBytes();
    }
  }

  private void write(Path file, byte[] content) throws IOException {
    try (OutputStream out = fileSystem().create(file, true)) {
      out.write(content);
    }
  }

  final List<String> names(Path below) throws IOException {
    List<String> names = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> files = fileSystem().listFiles(below, true);
    while (files.hasNext()) {
      names.add(files.next().getPath().getName());
    }
    return names;
  }

  /** The run's name alone tells where a row is from. */
  private static List<String> withoutRun(List<String> rows) {
    return rows.stream().map(row -> row.replaceFirst("run=[^,]*", "run")).toList();
  }
}
