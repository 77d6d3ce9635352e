package io.github.udrlpg.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.config.StoreSettings.Compression;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.Sha256;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Forgery;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a compaction makes of real runs of a task that takes no time. */
class CompactionTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir static Path shared;
  private static Path first;
  private static Path second;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    first = trained(shared.resolve("first"));
    second = trained(shared.resolve("second"), "run.seed=2");
  }

  private static Path trained(Path run, String... overrides) throws IOException {
    Runs.train(HADOOP, hadoopPath(run), Runs.instant(overrides));
    return run;
  }

  private static org.apache.hadoop.fs.Path hadoopPath(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private Path out() {
    return directory.resolve("dataset");
  }

  private List<String> rows(Card card) throws IOException {
    return Compacted.policies(HADOOP, out(), card).stream().map(Compacted::row).toList();
  }

  private static List<String> rowsOf(Path... runs) throws IOException {
    List<String> rows = new ArrayList<>();
    for (Path run : runs) {
      rows.addAll(Dataset.rows(run));
    }
    return rows;
  }

  /** A hash of every file, by name. */
  static Map<String, String> contents(Path below) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : Runs.files(below)) {
      contents.put(name, Sha256.hex(Files.readAllBytes(below.resolve(name))));
    }
    return contents;
  }

  static Map<String, String> data(Path below) throws IOException {
    Map<String, String> contents = contents(below);
    contents.keySet().removeIf(name -> !name.endsWith(".parquet"));
    return contents;
  }

  @Test
  void theRowsOfTwoRunsAreThereOnceEveryBitOfThemAndInOrder() throws IOException {
    Map<String, String> before = contents(shared);

    Card card = Compacted.make(HADOOP, Compacted.request(out(), first, second));

    assertThat(rows(card)).containsExactlyInAnyOrderElementsOf(rowsOf(first, second));
    assertThat(card.policies()).isEqualTo(120);
    List<StoredPolicy> policies = Compacted.policies(HADOOP, out(), card);
    assertThat(policies)
        .extracting(StoredPolicy::row)
        .as("order of rows")
        .isSortedAccordingTo(
            Comparator.<io.github.udrlpg.store.PolicyRow>comparingInt(row -> row.returnBucket())
                .thenComparing(row -> row.run())
                .thenComparing(row -> row.iteration())
                .thenComparing(row -> row.policy()));
    assertThat(Runs.files(out()))
        .contains("_card.json", "_card.md")
        .filteredOn(name -> !name.startsWith("_card"))
        .hasSizeGreaterThan(5)
        .allMatch(name -> name.matches("return_bucket=\\d+/part-00000\\.parquet"));
    assertThat(contents(shared)).isEqualTo(before);
  }

  @Test
  void theSameInputsMakeTheSameFilesWhateverTheOrderTheyAreNamedIn() throws IOException {
    Compacted.make(HADOOP, Compacted.request(out(), first, second));
    Path again = directory.resolve("again");
    Compacted.make(HADOOP, Compacted.request(again, second, first));

    assertThat(data(again)).isEqualTo(data(out())).isNotEmpty();
  }

  @Test
  void aGroupStandsForItsRunsAndOneThatHasNotBegunIsNamed() throws IOException {
    Path group = directory.resolve("group");
    RunGroup.create(HADOOP, hadoopPath(group), Runs.tiny(Runs.instant()), List.of(1L, 2L, 3L))
        .begin();
    trained(group.resolve("seed-1"), "run.seed=1");
    trained(group.resolve("seed-2"), "run.seed=2");
    List<String> warnings = new ArrayList<>();

    Card card =
        Compaction.prepare(HADOOP, Compacted.request(out(), group), warnings::add)
            .run(Compacted::work, Map.of());

    assertThat(rows(card))
        .containsExactlyInAnyOrderElementsOf(
            rowsOf(group.resolve("seed-1"), group.resolve("seed-2")));
    assertThat(warnings)
        .singleElement()
        .asString()
        .endsWith("seed-3 has not begun and is left out");
  }

  @Test
  void whatNoCommitNamesNeverEnters() throws IOException {
    Path run = trained(directory.resolve("run"));
    List<String> expected = Dataset.rows(run);
    CommitEntry last = last(run);
    Path committed = run.resolve("policies").resolve(last.files().get(0).path());
    Files.copy(committed, committed.resolveSibling("part-dead.parquet"));
    Path uncommitted = run.resolve("policies/iteration=99/writer=wdead/return_bucket=3");
    Files.createDirectories(uncommitted);
    Files.copy(committed, uncommitted.resolve("part-0.parquet"));
    Files.writeString(run.resolve("policies/_commits/.iteration-000000099.json.x"), "{");

    Card card = Compacted.make(HADOOP, Compacted.request(out(), run));

    assertThat(rows(card)).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static CommitEntry last(Path run) throws IOException {
    List<CommitEntry> commits = Dataset.open(run).commits();
    return commits.get(commits.size() - 1);
  }

  @Test
  void largeBucketsAreSplitIntoFilesOfAboutEqualSize() throws IOException {
    Path run =
        trained(
            directory.resolve("large"),
            "policy.hidden-sizes=[256,256]",
            "store.partition-buckets=2");
    CompactionRequest request =
        new CompactionRequest(
            List.of(run.toString()), out().toString(), 3, OptionalInt.empty(), Compression.SNAPPY);

    Card card = Compacted.make(HADOOP, request);

    assertThat(rows(card)).containsExactlyInAnyOrderElementsOf(rowsOf(run));
    assertThat(card.buckets()).hasSize(2);
    assertThat(card.files()).hasSizeBetween(5, 8);
    assertThat(card.files()).allMatch(file -> file.bytes() < 5 << 20 && file.bytes() > 1 << 20);
    assertThat(card.files())
        .extracting(DataFile::path)
        .contains("return_bucket=0/part-00001.parquet", "return_bucket=1/part-00001.parquet");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 7, 20, 50})
  void otherBucketsAreFilledByTheScaledReturn(int buckets) throws IOException {
    CompactionRequest request =
        new CompactionRequest(
            List.of(first.toString()),
            out().toString(),
            256,
            OptionalInt.of(buckets),
            Compression.ZSTD);

    Card card = Compacted.make(HADOOP, request);

    List<StoredPolicy> policies = Compacted.policies(HADOOP, out(), card);
    assertThat(policies)
        .allMatch(
            policy ->
                policy.row().returnBucket()
                    == new ReturnBuckets(buckets).indexOf(policy.row().scaledReturn()));
    assertThat(policies)
        .extracting(policy -> withoutBucket(Compacted.row(policy)))
        .containsExactlyInAnyOrderElementsOf(
            rowsOf(first).stream().map(CompactionTest::withoutBucket).toList());
    assertThat(card.buckets()).hasSizeBetween(Math.min(buckets, 5), buckets);
  }

  private static String withoutBucket(String row) {
    return row.replaceFirst("returnBucket=\\d+", "");
  }

  @Test
  void namesAllDamageAtOnceAndPublishesNothing() throws IOException {
    Path run = trained(directory.resolve("run"));
    List<DataFile> files =
        Dataset.open(run).commits().stream().flatMap(commit -> commit.files().stream()).toList();
    Path flipped = file(run, files.get(0));
    Path cut = file(run, files.get(files.size() / 2));
    Path missing = file(run, files.get(files.size() - 1));
    byte[] content = Files.readAllBytes(flipped);
    content[content.length / 3] ^= 8;
    Files.write(flipped, content);
    Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 100));
    Files.delete(missing);

    assertThatThrownBy(() -> Compacted.make(HADOOP, Compacted.request(out(), run)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Nothing was published in")
        .hasMessageContaining(flipped + ": ")
        .hasMessageContaining("The file is damaged: restore it from a copy")
        .hasMessageContaining(cut + ": it has 100 bytes, the commit log says")
        .hasMessageContaining(missing + ": the commit log names the file, but it is missing");
    assertThat(out()).doesNotExist();
  }

  private static Path file(Path run, DataFile file) {
    return run.resolve("policies").resolve(file.path());
  }

  @Test
  void policiesOfAnotherRunOrIterationAreFound() throws IOException {
    Path run = trained(directory.resolve("run"));
    Forgery.replace(run.resolve("run.json"), "Instant-v0-seed1-", "Instant-v0-seed9-");

    assertThatThrownBy(() -> Compacted.make(HADOOP, Compacted.request(out(), run)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is of run Instant-v0-seed1-")
        .hasMessageContaining("by run.json this is run Instant-v0-seed9-");
  }

  @Test
  void rowsThatAreMissingOrTwiceAreNotPublished() throws IOException {
    Compaction compaction =
        Compaction.prepare(HADOOP, Compacted.request(out(), first), warning -> {});

    assertThatThrownBy(
            () ->
                compaction.run(
                    (plan, compactor) -> Compacted.work(plan.subList(1, plan.size()), compactor),
                    Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Nothing was published in")
        .hasMessageMatching(".*iteration \\d+ of run \\S+ has \\d+ policies, \\d+ came through");
    assertThatThrownBy(
            () ->
                compaction.run(
                    (plan, compactor) -> {
                      List<CompactedFile> files = new ArrayList<>(Compacted.work(plan, compactor));
                      files.add(files.get(0));
                      return files;
                    },
                    Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(".*policies of iteration \\d+ of run \\S+ came twice");
    assertThat(out()).doesNotExist();
  }

  @Test
  void ofTwoCompactionsAtOnceTheFirstHasTheDirectoryAndTheOtherHarmsNothing() throws IOException {
    Compaction one = Compaction.prepare(HADOOP, Compacted.request(out(), first), warning -> {});
    Compaction two = Compaction.prepare(HADOOP, Compacted.request(out(), first), warning -> {});

    one.run(
        (plan, compactor) -> {
          List<CompactedFile> files = Compacted.work(plan, compactor);
          assertThatThrownBy(() -> two.run(Compacted::work, Map.of()))
              .isInstanceOf(InvalidInputException.class)
              .hasMessageContaining("already holds a compaction. Name another directory, or, if")
              .hasMessageContaining("was begun by process " + ProcessHandle.current().pid());
          return files;
        },
        Map.of());

    assertThat(out().resolve("_card.json")).exists();
    assertThat(data(out())).isNotEmpty();
    assertThatThrownBy(() -> two.run(Compacted::work, Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("already holds a finished dataset");
    assertThat(Runs.files(out())).noneMatch(name -> name.contains("claim"));
  }

  @Test
  void anOlderCompactionThatCannotKnowOfClaimsIsFencedByTheMarker() throws IOException {
    Compaction one = Compaction.prepare(HADOOP, Compacted.request(out(), first), warning -> {});

    assertThatThrownBy(
            () ->
                one.run(
                    (plan, compactor) -> {
                      List<CompactedFile> files = Compacted.work(plan, compactor);
                      Files.writeString(
                          out().resolve("_compacting.json"), "{\"attempt\":\"another\"}");
                      return files;
                    },
                    Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Another compaction has taken over");
    assertThat(out().resolve("_card.json")).doesNotExist();
  }
}
