package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.JobProcess;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose process is killed, in a rung and between two. */
@Tag("spark")
class SweepDeathTest {
  @TempDir Path directory;
  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);

  @BeforeEach
  void prepare() {
    Runs.tinyFile(directory);
    jobs.useLocalSpark(2);
  }

  @AfterEach
  void cleanUp() {
    jobs.forgetSpark();
  }

  @Test
  @Tag("faults")
  void aSweepThatIsKilledBetweenTwoRungsComesToTheSameDecisions()
      throws IOException, InterruptedException {
    Path file = sweep(3, 300);
    Path whole = directory.resolve("whole");
    finish(file, whole);
    Path out = directory.resolve("killed");
    endOnce(file, out, out.resolve("rungs/rung-0.json"), "KILL");

    finish(file, out);

    requireSameDecisions(out, whole, 2);
    requireSameCommits(out, whole, 3);
  }

  @Test
  @Tag("faults")
  void aSweepThatIsKilledComesToTheSameDecisionsAndRepeatsNothing()
      throws IOException, InterruptedException {
    Path file = sweep(9, 900);
    Path whole = directory.resolve("whole");
    finish(file, whole);
    Path out = directory.resolve("killed");
    endOnce(file, out, out.resolve("trials/trial=0002/seed-1/summary.json"), "TERM");
    // Trials that a stopped Spark took along have not failed: nothing may be decided by them.
    assertThat(out.resolve("rungs/rung-0.json")).doesNotExist();
    Map<Path, String> ended = new HashMap<>();
    for (int trial = 0; trial < 2; trial++) {
      Path summary = out.resolve(Text.format("trials/trial=%04d/seed-1/summary.json", trial));
      if (Files.exists(summary)) {
        ended.put(summary, stamp(summary));
      }
    }
    assertThat(ended).isNotEmpty();
    endOnce(file, out, out.resolve("rungs/rung-0.json"), "KILL");

    finish(file, out);

    requireSameDecisions(out, whole, 3);
    List<String> promoted = Files.readAllLines(out.resolve("rungs/rung-1.json"));
    for (Map.Entry<Path, String> run : ended.entrySet()) {
      int trial = Integer.parseInt(run.getKey().toString().replaceAll(".*trial=(\\d+).*", "$1"));
      if (promoted.stream()
          .noneMatch(line -> line.contains(Text.format("\"trial\" : %d,", trial)))) {
        assertThat(stamp(run.getKey())).isEqualTo(run.getValue());
      }
    }
    requireSameCommits(out, whole, 9);
  }

  private Path sweep(int trials, int maxEnvSteps) throws IOException {
    return Files.writeString(
        directory.resolve("sweep.conf"),
        Text.format(
            """
            include "tiny.conf"
            env.id = "Breaking-v0"
            returns { min = 0, max = 20 }
            training.max-env-steps = %d
            evaluation { every-env-steps = 100, extensive-every-env-steps = 300 }
            sweep {
              question = "Does it?", seeds = "1,2"
              strategy { successive-halving { trials = %d, min-env-steps = 100 } }
              space { "rollout.noise" { log-uniform = [0.01, 1] } }
            }
            """,
            maxEnvSteps, trials));
  }

  private static void requireSameDecisions(Path out, Path whole, int rungs) {
    for (int rung = 0; rung < rungs; rung++) {
      String name = Text.format("rungs/rung-%d.json", rung);
      assertThat(out.resolve(name)).hasSameTextualContentAs(whole.resolve(name));
    }
    assertThat(out.resolve("summary.json")).hasSameTextualContentAs(whole.resolve("summary.json"));
  }

  private static void requireSameCommits(Path out, Path whole, int trials) {
    for (int trial = 0; trial < trials; trial++) {
      String run = Text.format("trials/trial=%04d/seed-1/policies/_commits", trial);
      assertThat(Runs.files(out.resolve(run))).isEqualTo(Runs.files(whole.resolve(run)));
    }
  }

  /** Lets a sweep come to its end in this process. */
  private void finish(Path file, Path out) {
    assertThat(jobs.execute("sweep", file, "--out", out, "--resume")).as(jobs.err()).isZero();
  }

  private void endOnce(Path file, Path out, Path sign, String signal)
      throws IOException, InterruptedException {
    try (JobProcess sweep = start(file, out)) {
      while (!Files.exists(sign)) {
        assertThat(sweep.isAlive()).as(sweep::log).isTrue();
        TimeUnit.MILLISECONDS.sleep(1);
      }
      sweep.signal(signal);
      assertThat(sweep.exitCode()).isNotZero();
    }
  }

  private static String stamp(Path file) throws IOException {
    return Files.readString(file) + Files.getLastModifiedTime(file);
  }

  private JobProcess start(Path file, Path out) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens"))
            .toList());
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=localhost",
            "-cp",
            System.getProperty("java.class.path"),
            "io.github.udrlpg.cli.Main"));
    command.addAll(List.of("sweep", file.toString(), "--out", out.toString(), "--resume"));
    return JobProcess.start(command, directory.resolve("log"));
  }
}
