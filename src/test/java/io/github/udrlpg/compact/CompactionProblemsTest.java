package io.github.udrlpg.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.StoreSettings.Compression;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.Forgery;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user can ask for wrongly, and what they are told. */
class CompactionProblemsTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;
  private Path run;
  private Path out;

  @BeforeEach
  void train() throws IOException {
    run = trained("run");
    out = directory.resolve("dataset");
  }

  private Path trained(String name, String... overrides) throws IOException {
    Path path = directory.resolve(name);
    Runs.train(HADOOP, new org.apache.hadoop.fs.Path(path.toUri()), Runs.instant(overrides));
    return path;
  }

  private AbstractThrowableAssert<?, ?> assertRefused(CompactionRequest request) {
    return assertThatThrownBy(() -> Compacted.make(HADOOP, request))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void everyProblemStandsInOneMessage() throws IOException {
    Path copy = directory.resolve("copy");
    for (String name : Runs.files(run)) {
      Files.createDirectories(copy.resolve(name).getParent());
      Files.copy(run.resolve(name), copy.resolve(name));
    }
    Path other = trained("other", "run.seed=3", "store.partition-buckets=10");
    Path nothing = directory.resolve("nothing");
    CompactionRequest request =
        new CompactionRequest(
            List.of(run + "", copy + "/", other + "", other + "", nothing + ""),
            run.resolve("policies/compacted").toString(),
            0,
            OptionalInt.empty(),
            Compression.ZSTD);

    assertRefused(request)
        .hasMessageStartingWith("Cannot compact:")
        .hasMessageContaining("--file-mib must be positive, found 0")
        .hasMessageContaining("other is given twice: name it once")
        .hasMessageContaining("There is no run in file:" + nothing + ": it has no run.json")
        .hasMessageContaining("copy hold the same run, Instant-v0-seed1-")
        .hasMessageContaining("each of its policies would be there twice")
        .hasMessageContaining("compacted is within the run or group of runs in file:" + run)
        .hasMessageContaining("The runs differ in store.partition-buckets: 10 in file:" + other)
        .hasMessageContaining("20 in file:" + run)
        .hasMessageContaining("Choose a number with --partition-buckets");
    assertThat(run.resolve("policies/compacted")).doesNotExist();
  }

  @Test
  void bucketsMustBePositive() {
    assertRefused(
            new CompactionRequest(
                List.of(run.toString()), out.toString(), 1, OptionalInt.of(0), Compression.ZSTD))
        .hasMessage("--partition-buckets must be positive, found 0");
  }

  @Test
  void runsThatDifferInBucketsAreJoinedWhereANumberIsChosen() throws IOException {
    Path other = trained("other", "run.seed=3", "store.partition-buckets=10");

    Card card =
        Compacted.make(
            HADOOP,
            new CompactionRequest(
                List.of(run.toString(), other.toString()),
                out.toString(),
                1,
                OptionalInt.of(10),
                Compression.ZSTD));

    assertThat(card.policies()).isEqualTo(120);
  }

  @Test
  void theRunItselfIsNoPlaceForADataset() {
    assertRefused(Compacted.request(run, run)).hasMessageContaining("which is never changed");
  }

  @Test
  void aRunWithoutPoliciesHasNothingToGive() throws IOException {
    Path begun = directory.resolve("begun");
    RunDirectory.create(
            HADOOP,
            new org.apache.hadoop.fs.Path(begun.toUri()),
            Runs.tiny(Runs.instant()),
            Map.of())
        .begin();

    assertRefused(Compacted.request(out, begun))
        .hasMessageContaining("begun has no committed policy yet: wait for its first iteration");
  }

  @Test
  void anotherVersionOfTheSchemaIsNotGuessedAt() throws IOException {
    Path entry = run.resolve("policies/_commits/iteration-000000002.json");
    Forgery.replace(entry, "\"schemaVersion\":1", "\"schemaVersion\":2");

    assertRefused(Compacted.request(out, run))
        .hasMessageContaining(
            "iteration-000000002.json: its rows have schema version 2, this program reads version"
                + " 1");
  }

  @Test
  void aDamagedLogOrGroupIsNamed() throws IOException {
    Files.writeString(run.resolve("policies/_commits/iteration-000000002.json"), "{\"files\":");
    Path group = Files.createDirectory(directory.resolve("group"));
    Files.writeString(group.resolve("group.json"), "{}");

    assertRefused(Compacted.request(out, run, group))
        .hasMessageContaining("Cannot read the commit log entry")
        .hasMessageContaining("group.json: it has no 'config' and 'seeds'");
  }

  @Test
  void aGroupOfWhichNothingHasBegunIsNothing() throws IOException {
    Path group = Files.createDirectory(directory.resolve("group"));
    Files.writeString(group.resolve("group.json"), "{\"config\":{},\"seeds\":[1]}");

    assertRefused(Compacted.request(out, group))
        .hasMessageContaining("There is nothing to compact: no run of");
  }

  @Test
  void c6WhatSomebodyPutIntoAnUnfinishedDatasetStays() throws IOException {
    Path bucket = Files.createDirectories(out.resolve("return_bucket=3"));
    Files.writeString(out.resolve("_compacting.json"), "{}");
    Files.writeString(bucket.resolve("part-00000.parquet"), "half");
    Path copy = Files.writeString(bucket.resolve("part-00000 (1).parquet"), "precious");

    assertRefused(Compacted.request(out, run))
        .hasMessageContaining("holds an unfinished compaction and ")
        .hasMessageContaining("part-00000 (1).parquet, which is not of it: move that elsewhere");

    assertThat(copy).hasContent("precious");
    Files.delete(copy);
    Compacted.make(HADOOP, Compacted.request(out, run));
    assertThat(out.resolve("_card.json")).exists();
  }

  @Test
  void whatIsAlreadyThereStays() throws IOException {
    Files.createDirectory(out);
    Files.writeString(out.resolve("thesis.tex"), "precious");
    assertRefused(Compacted.request(out, run))
        .hasMessageContaining("is not empty and holds no unfinished compaction");
    Files.writeString(out.resolve("_compacting.json"), "{}");
    assertRefused(Compacted.request(out, run)).hasMessageContaining("is not empty");
    assertThat(out.resolve("thesis.tex")).hasContent("precious");

    Path parquet = Files.createDirectories(directory.resolve("other/return_bucket=3"));
    assertRefused(Compacted.request(parquet.getParent(), run))
        .hasMessageContaining("is not empty and holds no unfinished compaction");

    Path finished = directory.resolve("finished");
    Compacted.make(HADOOP, Compacted.request(finished, run));
    Map<String, String> before = CompactionTest.contents(finished);
    assertRefused(Compacted.request(finished, run))
        .hasMessageContaining("already holds a finished dataset: name another directory");
    assertThat(CompactionTest.contents(finished)).isEqualTo(before);
  }
}
