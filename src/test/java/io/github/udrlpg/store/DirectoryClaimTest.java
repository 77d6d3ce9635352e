package io.github.udrlpg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.store.DirectoryClaim.What;
import io.github.udrlpg.testing.LinklessFileSystem;
import io.github.udrlpg.testing.LinklessFileSystem.Renames;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Of all who begin in a directory one gets it: C2, C3 and C13 of the reports of other software. */
class DirectoryClaimTest {
  private static final int STARTS = 8;
  private static final What RUN = new What("run", "Instant-v0-seed1-00000000");

  @TempDir java.nio.file.Path scratch;

  static Stream<Configuration> disks() {
    return Stream.of(new Configuration(), LinklessFileSystem.configuration(Renames.REFUSE));
  }

  private Path path(String name) {
    return new Path("file:" + scratch.resolve(name));
  }

  @ParameterizedTest
  @MethodSource("disks")
  void ofManyStartsAtOneInstantExactlyOneGetsTheDirectory(Configuration hadoop) throws Exception {
    Queue<DirectoryClaim> claims = new ConcurrentLinkedQueue<>();
    List<String> outcomes =
        atOnce(
            number -> {
              What what = new What(number % 2 == 0 ? "run" : "group of runs", "start " + number);
              try {
                claims.add(DirectoryClaim.take(hadoop, path("new"), what, ""));
                return "won";
              } catch (InvalidInputException e) {
                return e.getMessage();
              }
            });
    claims.forEach(DirectoryClaim::close);

    assertThat(outcomes).containsOnlyOnce("won");
    String winner = "start " + outcomes.indexOf("won") + " was begun by process ";
    assertThat(outcomes)
        .filteredOn(outcome -> !outcome.equals("won"))
        .allSatisfy(
            outcome ->
                assertThat(outcome)
                    .contains(path("new") + " already holds a ")
                    .contains("Add --resume to go on with it, or name another directory. ")
                    .contains(winner + ProcessHandle.current().pid()));
    assertThat(visible("new")).containsExactly(".claim-1.json");
  }

  @ParameterizedTest
  @MethodSource("disks")
  void resultsOfOneSecondGetDirectoriesOfTheirOwn(Configuration hadoop) throws Exception {
    List<String> directories =
        atOnce(
            number -> {
              What what = new What("evaluation", "");
              try (DirectoryClaim claim =
                  DirectoryClaim.takeFree(hadoop, path("20260101T000000Z"), what, "")) {
                Path file = new Path(claim.directory(), "rows");
                AtomicFiles.replace(
                    hadoop, file, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
                return file.toUri().getPath();
              }
            });

    assertThat(directories).doesNotHaveDuplicates().hasSize(STARTS);
    for (int number = 0; number < STARTS; number++) {
      assertThat(java.nio.file.Path.of(directories.get(number)))
          .hasContent(Integer.toString(number));
    }
  }

  @Test
  void whoeverIsGoneLosesTheClaimAndWhoeverIsAliveKeepsIt() throws IOException {
    Configuration hadoop = new Configuration();
    DirectoryClaim first = DirectoryClaim.take(hadoop, path("new"), RUN, "");
    assertThatThrownBy(() -> DirectoryClaim.take(hadoop, path("new"), RUN, ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("already holds a run. Add --resume to go on with it");
    first.close();

    try (DirectoryClaim second = DirectoryClaim.take(hadoop, path("new"), RUN, "")) {
      assertThat(second.isAlone()).isTrue();
      assertThat(visible("new")).containsExactly(".claim-1.json", ".claim-2.json");
      second.release();
    }
    assertThat(scratch.resolve("new")).isEmptyDirectory();
  }

  @Test
  void ofAnotherMachineNobodyKnowsWhetherItIsGone() throws IOException {
    Configuration hadoop = new Configuration();
    DirectoryClaim.take(hadoop, path("new"), new What("compaction", ""), "application_7").close();
    java.nio.file.Path file = scratch.resolve("new/.claim-1.json");
    Files.writeString(
        file,
        Files.readString(file).replaceAll("\"processes\" : \"[^\"]*\"", "\"processes\" : \"x\""));

    assertThatThrownBy(
            () -> DirectoryClaim.take(hadoop, path("new"), new What("compaction", ""), ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("already holds a compaction. Name another directory, or, if that")
        .hasMessageContaining("has ended without finishing, remove " + path("new/.claim-1.json"));
    assertThat(DirectoryClaim.isOf(hadoop, path("new"), "application_7")).isTrue();
    DirectoryClaim.take(hadoop, path("new"), new What("compaction", ""), "application_7").close();
  }

  @Test
  void whoGoesOnSharesTheClaimToTheSameKindOfThingOnly() throws IOException {
    Configuration hadoop = new Configuration();
    DirectoryClaim.join(hadoop, path("new"), RUN, "");
    DirectoryClaim.join(hadoop, path("new"), RUN, "");

    assertThat(visible("new")).containsExactly(".claim-1.json");
    assertThatThrownBy(
            () -> DirectoryClaim.join(hadoop, path("new"), new What("sweep", "sweep-1"), ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("already holds a run");
  }

  @ParameterizedTest
  @CsvSource({"REPLACE, Operation not permitted", "LOSE, loses what it holds"})
  void aDiskThatCanGiveNothingToOneAloneIsRefusedWithTheReasonAndKeepsNothing(
      Renames renames, String reason) {
    Configuration hadoop = LinklessFileSystem.configuration(renames);

    assertThatThrownBy(() -> DirectoryClaim.take(hadoop, path("new"), RUN, ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no hard links (")
        .hasMessageContaining(reason)
        .hasMessageContaining("two starts at once could spoil each other")
        .hasMessageContaining("Name a directory on another file system");
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void whatIsElectedWithoutLinksGetsItsNameEvenIfTheWinnerDiesFirst() throws IOException {
    Configuration hadoop = LinklessFileSystem.configuration(Renames.REFUSE);
    byte[] first = {1};
    AtomicFiles.createNew(hadoop, path("commit.json"), first);
    Files.delete(scratch.resolve("commit.json"));

    assertThatThrownBy(() -> AtomicFiles.createNew(hadoop, path("commit.json"), new byte[] {2}))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(AtomicFiles.read(hadoop, path("commit.json"))).isEqualTo(first);
    assertThat(Runs.files(scratch)).containsExactly(".commit.json.once/content", "commit.json");
  }

  /** Refuses the first name asked of it because of a file that is gone when one looks. */
  public static final class BrieflyTaken extends LocalFileSystem {
    private static final String REFUSED = "test.refused";

    /** Creates the file system. */
    public BrieflyTaken() {
      super(new Disk());
    }

    private static final class Disk extends RawLocalFileSystem implements DiskNaming {
      @Override
      public void link(Path existing, Path link) throws IOException {
        if (!getConf().getBoolean(REFUSED, false)) {
          getConf().setBoolean(REFUSED, true);
          throw new java.nio.file.FileAlreadyExistsException(link.toString());
        }
        Files.createLink(pathToFile(link).toPath(), pathToFile(existing).toPath());
      }

      @Override
      public void renameDirectory(Path from, Path to) throws IOException {
        Files.move(pathToFile(from).toPath(), pathToFile(to).toPath());
      }
    }
  }

  private static Configuration brieflyTaken() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", BrieflyTaken.class, LocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return hadoop;
  }

  @Test
  void whoHadTheDirectoryForAMomentHadIt() throws IOException {
    assertThatThrownBy(() -> DirectoryClaim.take(brieflyTaken(), path("new"), RUN, ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(path("new") + " already holds a ");

    try (DirectoryClaim claim =
        DirectoryClaim.takeFree(brieflyTaken(), path("free"), new What("evaluation", ""), "")) {
      assertThat(claim.directory()).isEqualTo(path("free-2"));
    }
  }

  private List<String> visible(String name) throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(scratch.resolve(name))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> !file.endsWith(".once"))
          .sorted()
          .toList();
    }
  }

  private interface Start {
    String begin(int number) throws IOException;
  }

  private static List<String> atOnce(Start start) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(STARTS);
    ExecutorService threads = Executors.newFixedThreadPool(STARTS);
    try {
      List<Future<String>> futures = new ArrayList<>();
      for (int i = 0; i < STARTS; i++) {
        int number = i;
        futures.add(
            threads.submit(
                () -> {
                  barrier.await();
                  return start.begin(number);
                }));
      }
      List<String> outcomes = new ArrayList<>();
      for (Future<String> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    } finally {
      threads.shutdown();
    }
  }
}
