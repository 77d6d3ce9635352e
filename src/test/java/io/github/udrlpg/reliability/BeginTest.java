package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.harness.Commanding;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.DirectoryClaim;
import io.github.udrlpg.store.SealedJson;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.FaultyFileSystem;
import io.github.udrlpg.testing.FaultyFileSystem.Faults;
import io.github.udrlpg.testing.JobProcess;
import io.github.udrlpg.testing.LinklessFileSystem;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two starts in one directory, C2 of the reports of other software: one has it, and the other ends
 * and harms nothing. Within a process one of them stands still at every look and change in turn;
 * processes do so at one point, and with {@code -Dbegins.step=1} at all.
 */
class BeginTest {
  private static final Configuration HADOOP = new Configuration();
  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir Path scratch;

  /** How something is begun. */
  private enum Start {
    RUN {
      @Override
      void begin(Configuration hadoop, Path directory, int seed) throws IOException {
        RunDirectory.create(hadoop, hadoop(directory), settings(seed), Map.of()).begin();
      }
    },
    RESUMED_RUN {
      @Override
      void begin(Configuration hadoop, Path directory, int seed) throws IOException {
        RunDirectory.openOrCreate(hadoop, hadoop(directory), settings(seed), Map.of()).begin();
      }
    },
    GROUP {
      @Override
      void begin(Configuration hadoop, Path directory, int seed) throws IOException {
        RunGroup.create(hadoop, hadoop(directory), settings(seed), List.of((long) seed)).begin();
      }
    };

    abstract void begin(Configuration hadoop, Path directory, int seed) throws IOException;
  }

  private static ConfigLoader.Loaded settings(int seed) {
    return Runs.tiny(Runs.instant("run.seed=" + seed, "training.max-env-steps=24"));
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path("file:" + path);
  }

  @ParameterizedTest
  @CsvSource({
    "RUN,RUN",
    "RUN,GROUP",
    "GROUP,RUN",
    "GROUP,GROUP",
    "RUN,RESUMED_RUN",
    "RESUMED_RUN,RUN",
    "RESUMED_RUN,RESUMED_RUN"
  })
  void atEveryPointBetweenLookingAndWritingExactlyOneStartWins(Start slow, Start quick)
      throws IOException {
    int at = 0;
    int lost = 0;
    // A claim that a resumed run shared goes with whoever made it, once the run has begun.
    boolean claimsMayGo = slow == Start.RESUMED_RUN || quick == Start.RESUMED_RUN;
    while (true) {
      at++;
      Path directory = scratch.resolve("at-" + at);
      List<String> refused = new ArrayList<>();
      Map<String, String> won = new HashMap<>();
      Faults faults =
          Faults.pausing(
              at,
              () -> {
                try {
                  quick.begin(HADOOP, directory, 2);
                  won.putAll(contents(directory));
                } catch (InvalidInputException e) {
                  refused.add(e.getMessage());
                }
              });
      try {
        slow.begin(FaultyFileSystem.configuration(faults), directory, 1);
        won.putAll(contents(directory));
      } catch (InvalidInputException e) {
        lost++;
        refused.add(e.getMessage());
      }
      if (faults.operations() < at) {
        break;
      }
      assertThat(refused).as("paused at %d", at).hasSize(1);
      assertThat(refused.get(0))
          .as("paused at %d", at)
          .containsAnyOf("already holds a ", "with another configuration", "is not empty");
      Map<String, String> found = contents(directory);
      if (claimsMayGo) {
        found.keySet().removeIf(DirectoryClaim::isClaim);
        won.keySet().removeIf(DirectoryClaim::isClaim);
      }
      assertThat(found).as("paused at %d", at).isEqualTo(won);
    }
    assertThat(lost).isPositive().isLessThan(at);
  }

  private static Map<String, String> contents(Path directory) {
    Map<String, String> contents = new HashMap<>();
    for (String name : Runs.files(directory)) {
      // What the start that stands still is about to name, and takes away itself.
      if (name.matches("\\..+\\.[0-9a-f-]{36}")) {
        continue;
      }
      try {
        contents.put(name, Files.readString(directory.resolve(name)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return contents;
  }

  @Test
  void ofTwoProcessesOneHasTheRunAndTheOtherEndsWithCodeTwo() throws Exception {
    int step = Integer.getInteger("begins.step", 1000);
    // By default the old window: it has looked, and not written.
    for (int at = step == 1000 ? 4 : step; ; at += step) {
      Path run = scratch.resolve("run-" + at);
      Path paused = scratch.resolve("paused-" + at);
      Path go = scratch.resolve("go-" + at);
      try (JobProcess slow = start(run, 1, at, paused, go)) {
        while (!Files.exists(paused) && slow.isAlive()) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
        if (!Files.exists(paused)) {
          return;
        }
        slow.signal("STOP");
        try (JobProcess quick = start(run, 2, 0, paused, go)) {
          int quickCode = quick.exitCode();
          Files.createFile(go);
          slow.signal("CONT");
          int slowCode = slow.exitCode();

          assertThat(List.of(slowCode, quickCode))
              .as("at %s: %s%n%s", at, slow.log(), quick.log())
              .containsExactlyInAnyOrder(0, 2);
          assertThat(slowCode == 2 ? slow.log() : quick.log())
              .contains("already holds a run. Add --resume")
              .contains(slowCode == 2 ? "seed2" : "seed1");
          requireOneRun(run, slowCode == 2 ? 2 : 1);
        }
      }
      if (step == 1000) {
        return;
      }
    }
  }

  private static void requireOneRun(Path run, int seed) throws IOException {
    RunDirectory opened = RunDirectory.open(HADOOP, hadoop(run));
    assertThat(opened.run()).startsWith("Instant-v0-seed" + seed + "-");
    assertThat(Dataset.rows(run)).isNotEmpty().allMatch(row -> row.contains(opened.run()));
  }

  private JobProcess start(Path run, int seed, int at, Path paused, Path go) throws IOException {
    return DriverProcess.start(
        BeginTest.class,
        List.of(run, seed, at, paused, go).stream().map(Object::toString).toList(),
        scratch.resolve("log-" + seed + "-" + at));
  }

  /** A process' own part: begins and trains a run, and stands still once if it is told to. */
  public static void main(String[] arguments) throws IOException {
    Path paused = Path.of(arguments[3]);
    Path go = Path.of(arguments[4]);
    Faults faults =
        Faults.pausing(
            Integer.parseInt(arguments[2]),
            () -> {
              Files.createFile(paused);
              while (!Files.exists(go)) {
                Thread.onSpinWait();
              }
            });
    try {
      RunDirectory run =
          RunDirectory.create(
                  FaultyFileSystem.configuration(faults),
                  hadoop(Path.of(arguments[0])),
                  settings(Integer.parseInt(arguments[1])),
                  Map.of())
              .begin();
      run.training(1).train(new LocalRolloutRunner(), SILENT);
    } catch (InvalidInputException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
    System.exit(0);
  }

  @Test
  void aFileOfAnotherRunIsRefusedWhereverItIsRead() throws IOException {
    Path one = train(1);
    Path two = train(2);
    String other = RunDirectory.open(HADOOP, hadoop(two)).run();
    String own = RunDirectory.open(HADOOP, hadoop(one)).run();

    for (String part : List.of("checkpoints", "policies/_commits", "metrics/iterations")) {
      Path copy = scratch.resolve("copy-" + part.replace('/', '-'));
      copy(one, copy);
      copy(two.resolve(part), copy.resolve(part));
      Map<String, String> before = names(copy);

      assertThatThrownBy(
              () -> {
                RunDirectory run = RunDirectory.open(HADOOP, hadoop(copy));
                run.training(1).trained(SILENT).generate(OptionalDouble.empty(), Commanding.RAW);
                run.training(1).metrics().iterations().read();
              })
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(copy.resolve(part).toString())
          .hasMessageContaining(" is of run " + other + ", and by run.json this is run " + own)
          .hasMessageContaining("Nothing was changed");
      assertThat(names(copy)).isEqualTo(before);
    }
  }

  @Test
  void aDirectoryInWhichAnEarlierVersionMixedTwoRunsSaysWhatHappenedAndLosesNothing()
      throws IOException {
    Path run = train(1);
    Path other = train(2);
    try (Stream<Path> commits = Files.list(run.resolve("policies/_commits"))) {
      for (Path commit : commits.filter(path -> path.toString().endsWith(".json")).toList()) {
        var entry = SealedJson.open(Files.readAllBytes(commit), Set.of());
        entry.remove(List.of("run", "beginning"));
        Files.writeString(commit, SealedJson.seal(entry).toString());
        Files.deleteIfExists(commit.resolveSibling("." + commit.getFileName() + ".crc"));
      }
    }
    assertThat(RunDirectory.open(HADOOP, hadoop(run)).training(1).policies().find(0, 0))
        .as("an entry that names no run is read as ever")
        .isPresent();
    String first = RunDirectory.open(HADOOP, hadoop(run)).run();
    Files.write(run.resolve("run.json"), Files.readAllBytes(other.resolve("run.json")));
    Map<String, String> before = names(run);

    // The checkpoints of that version name no run either.
    Path checkpoints = run.resolve("checkpoints");
    try (Stream<Path> files = Files.list(checkpoints)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    before.keySet().removeIf(name -> name.startsWith("checkpoints"));

    assertThatThrownBy(
            () ->
                RunDirectory.open(HADOOP, hadoop(run))
                    .training(1)
                    .train(new LocalRolloutRunner(), SILENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("iterations 0 to ")
        .hasMessageContaining(" are of run " + first)
        .hasMessageContaining("Two starts at once have mixed runs here")
        .hasMessageContaining("Every policy is intact");
    before.keySet().forEach(name -> assertThat(run.resolve(name)).exists());
  }

  @Test
  void aRunOnADiskWithoutHardLinksIsTheSameRun() throws IOException {
    Path whole = train(1);
    Path run = scratch.resolve("linkless");
    Runs.train(
        LinklessFileSystem.configuration(LinklessFileSystem.Renames.REFUSE),
        hadoop(run),
        Runs.instant("run.seed=1", "training.max-env-steps=24"));

    assertThat(Dataset.rows(run)).isEqualTo(Dataset.rows(whole));
  }

  private Path train(int seed) throws IOException {
    Path run = scratch.resolve("seed-" + seed);
    Runs.train(
        HADOOP,
        hadoop(run),
        Runs.instant(
            "run.seed=" + seed, "training.max-env-steps=24", "checkpoint.every-iterations=1"));
    return run;
  }

  private static void copy(Path from, Path to) throws IOException {
    for (String name : Runs.files(from)) {
      Path target = to.resolve(name);
      Files.createDirectories(target.getParent());
      Files.write(target, Files.readAllBytes(from.resolve(name)));
    }
  }

  private static Map<String, String> names(Path directory) {
    Map<String, String> names = new HashMap<>();
    Runs.files(directory).forEach(name -> names.put(name, ""));
    return names;
  }
}
