package io.github.udrlpg.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.FaultyFileSystem;
import io.github.udrlpg.testing.FaultyFileSystem.DriverDied;
import io.github.udrlpg.testing.FaultyFileSystem.Fault;
import io.github.udrlpg.testing.FaultyFileSystem.Faults;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A compaction meets a fault at its Nth change of a file: the dataset is there and whole, or has no
 * card, and the same command then makes it. What it is made of never changes. {@code
 * -Dfaults.step=1} tries every N until none is left, without it every 13th, with -Pfaults every
 * third.
 */
@Tag("sampled")
class CompactionFaultsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void everyFaultLeavesAWholeDatasetOrNoneAndTheSameCommandCompletesIt(Fault fault)
      throws IOException {
    Path run = directory.resolve("run");
    Runs.train(
        new Configuration(),
        new org.apache.hadoop.fs.Path(run.toUri()),
        Runs.instant("store.partition-buckets=3", "training.max-env-steps=24"));
    Path whole = directory.resolve("whole");
    Compacted.make(new Configuration(), Compacted.request(whole, run));
    Map<String, String> expected = CompactionTest.data(whole);
    Map<String, String> before = CompactionTest.contents(run);
    Path out = directory.resolve("dataset");
    int step = Integer.getInteger("faults.step", 13);
    int at = 1 + fault.name().length() % step;
    while (true) {
      String when = Text.format("%s at change %d", fault, at);
      Faults faults = new Faults(fault, at, false);
      boolean failed = fails(FaultyFileSystem.configuration(faults), run, out);
      if (faults.changes() < at) {
        break;
      }
      if (!Files.exists(out.resolve("_card.json"))) {
        assertThat(failed).as(when).isTrue();
        Compacted.make(new Configuration(), Compacted.request(out, run));
        assertThat(Files.exists(out.resolve("_compacting.json"))).as(when).isFalse();
      }
      assertThat(CompactionTest.data(out)).as(when).isEqualTo(expected);
      assertThat(leftovers(out)).as(when).isEmpty();
      FileUtil.fullyDelete(out.toFile());
      at += step;
    }
    assertThat(at).isGreaterThan(20);
    assertThat(CompactionTest.contents(run)).isEqualTo(before);
  }

  private static boolean fails(Configuration hadoop, Path run, Path out) {
    try {
      Compacted.make(hadoop, Compacted.request(out, run));
      return false;
    } catch (DriverDied | IOException | RuntimeException e) {
      return true;
    }
  }

  /**
   * Beside data and card at most marker and claim may stay of a driver that died in its last
   * moment.
   */
  private static List<String> leftovers(Path out) {
    return Runs.files(out).stream()
        .filter(name -> !name.startsWith("return_bucket="))
        .filter(name -> !name.equals(".claim-1.json"))
        .filter(name -> !List.of("_card.json", "_card.md", "_compacting.json").contains(name))
        .toList();
  }
}
