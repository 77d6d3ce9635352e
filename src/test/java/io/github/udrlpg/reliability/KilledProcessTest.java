package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.FaultyFileSystem.Fault;
import io.github.udrlpg.testing.Fingerprint;
import io.github.udrlpg.testing.JobProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Drivers that are processes, halted for real: no shutdown hook, no finally, nothing flushed. What
 * becomes of the run is the run that was never stopped. {@code -Dhalts.step=1} halts at every
 * change of a file until none is left ({@code -Pfaults} at every 61st), {@code -Dhalts.seed}
 * repeats the random halts of an earlier test.
 */
class KilledProcessTest {
  @TempDir static Path directory;
  private static Path whole;
  private static List<String> rows;

  @BeforeAll
  static void trainWithoutAnyHalt() throws IOException {
    whole = directory.resolve("whole");
    DriverProcess.train(whole, new Configuration());
    rows = Dataset.rows(whole);
    assertThat(Dataset.open(whole).commits()).hasSize(20);
  }

  @Test
  @Tag("faults")
  void aRunThatIsHaltedAtRandomPointsBecomesTheRunThatNeverWas() throws IOException {
    long seed = Long.getLong("halts.seed", new Random().nextLong());
    System.out.println("KilledProcessTest: -Dhalts.seed=" + seed);
    Random random = new Random(seed);
    Path run = directory.resolve("random");
    int halts = 0;
    while (halts < 5) {
      Fault fault = random.nextBoolean() ? Fault.DIE_BEFORE : Fault.DIE_AFTER;
      int at = 5 + random.nextInt(40);
      if (!isHalted(run, fault, at)) {
        break;
      }
      halts++;
    }
    DriverProcess.train(run, new Configuration());

    assertThat(Fingerprint.of(run)).as("seed %d", seed).isEqualTo(Fingerprint.of(whole));
    assertThat(halts).as("seed %d", seed).isPositive();
  }

  @ParameterizedTest
  @Tag("sampled")
  @EnumSource(names = {"DIE_BEFORE", "DIE_AFTER"})
  void aProcessThatHaltsAtAnyChangeOfAFileLosesNothing(Fault fault) throws IOException {
    int step = Integer.getInteger("halts.step", 199);
    int at = fault == Fault.DIE_BEFORE ? step : 1 + step / 2;
    while (true) {
      Path run = directory.resolve(fault + "-" + at);
      if (!isHalted(run, fault, at)) {
        break;
      }
      DriverProcess.train(run, new Configuration());
      assertThat(Fingerprint.of(run))
          .as("halted %s %d", fault, at)
          .isEqualTo(Fingerprint.of(whole));
      at += step;
    }
    assertThat(at).isGreaterThan(120);
  }

  /** Trains in a process that halts; what it leaves is the beginning of the whole run. */
  private static boolean isHalted(Path run, Fault fault, int at) throws IOException {
    try (JobProcess driver = DriverProcess.start(run, directory.resolve("log"), fault, at)) {
      int code = driver.exitCode();
      assertThat(code).as(driver::log).isIn(0, DriverProcess.HALTED);
      List<String> found = Dataset.rows(run);
      assertThat(found).as("halted %s %d", fault, at).isEqualTo(rows.subList(0, found.size()));
      for (CommitEntry commit : Dataset.open(run).commits()) {
        assertThat(commit.rows()).isEqualTo(commit.iteration() == 0 ? 3 : 2);
      }
      return code == DriverProcess.HALTED;
    }
  }

  @Test
  @Tag("faults")
  void aProcessThatIsSuspendedWhileAnotherTakesOverStopsAndHarmsNothing()
      throws IOException, InterruptedException {
    Path run = directory.resolve("suspended");
    try (JobProcess older = DriverProcess.start(run, directory.resolve("older"))) {
      Path sign = run.resolve("policies/_commits/iteration-000000002.json");
      while (!Files.exists(sign)) {
        assertThat(older.isAlive()).as(older::log).isTrue();
        TimeUnit.MILLISECONDS.sleep(1);
      }
      older.signal("STOP");
      DriverProcess.train(run, new Configuration());
      assertThat(Fingerprint.of(run)).isEqualTo(Fingerprint.of(whole));

      older.signal("CONT");

      assertThat(older.exitCode()).as(older::log).isEqualTo(1);
      assertThat(older.log())
          .contains("Another driver (process " + ProcessHandle.current().pid())
          .contains("has taken over the run in file:" + run + ". This one stops");
    }
    assertThat(Fingerprint.of(run)).isEqualTo(Fingerprint.of(whole));
    DriverProcess.train(run, new Configuration());
    assertThat(Fingerprint.of(run)).isEqualTo(Fingerprint.of(whole));
  }
}
