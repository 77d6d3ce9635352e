package io.github.udrlpg.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.ConfigLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryNeedsTest {
  private static final int HOPPER = 69_635;
  private static final long GIBIBYTE = 1L << 30;

  @Test
  void countsTheLiveBufferAtItsFullest() {
    assertThat(needs("buffer.bucket-capacity=unlimited").buffer()).isEqualTo(10_000L * HOPPER * 4);
    // 800 buckets of two policies.
    assertThat(needs("buffer.bucket-capacity=1").buffer()).isEqualTo(1600L * HOPPER * 4);
    assertThat(needs("buffer.bucket-capacity=1", "buffer.capacity=7").livePolicies()).isEqualTo(7);
    assertThat(needs("buffer.kind=uniform").livePolicies()).isEqualTo(10_000);
    // A hundred buckets of ten.
    assertThat(needs("buffer.kind=uniform", "coverage.share=0.1").livePolicies()).isEqualTo(11_000);
  }

  @Test
  void warnsWhereHeapAndTheRestExceedTheMemory() {
    MemoryNeeds needs = needs("buffer.bucket-capacity=unlimited");
    long enough = GIBIBYTE + needs.driverOutsideHeap();

    assertThat(needs.warning(GIBIBYTE, enough)).isEmpty();
    assertThat(needs.warning(GIBIBYTE, enough - 1))
        .contains(
            "This process may come to need 4.0 GiB: a heap of 1.0 GiB and outside of it 2.6 GiB for"
                + " a live buffer of up to 10000 policies of 69635 weights, 0.1 GiB for the"
                + " generator and 0.4 GiB for Java and libraries. Its machine or container has 4.0"
                + " GiB: lower buffer.capacity, give it a smaller heap (spark.driver.memory), or"
                + " run it where there is more memory");
  }

  @Test
  void countsEveryTaskOfAnExecutor() {
    MemoryNeeds needs = needs();

    assertThat(needs.executorOutsideHeap(4) - needs.executorOutsideHeap(1))
        .isEqualTo(3 * MemoryNeeds.TASK);
    assertThat(needs.executorHeap(4) - needs.executorHeap(1)).isEqualTo(3 * needs.taskHeap());
    assertThat(needs.trainingsOutsideHeap(4) - needs.trainingsOutsideHeap(1))
        .isEqualTo(3 * (needs.buffer() + needs.generator() + MemoryNeeds.TASK));
    assertThat(needs.trainingsHeap(4) - needs.trainingsHeap(1))
        .isEqualTo(3 * (needs.trainingHeap() + 2 * needs.broadcast() + needs.taskHeap()));
  }

  @Test
  void everySettingThatTakesMemoryCounts() {
    MemoryNeeds needs = needs();

    assertThat(needs("evaluation.average-decay=0.99").generator())
        .isGreaterThan(needs.generator() + 2_300_000 * 4L);
    assertThat(needs("training.batch-size=48").generator()).isGreaterThan(needs.generator());
    // An iteration, and beside it the evaluations before: the highest return, grid, zero-shot.
    assertThat(needs("rollout.policies-per-iteration=200", "coverage.share=0.5").broadcast())
        .isEqualTo((4 + 100L + 1 + 10 + 7) * HOPPER * 4);
    assertThat(needs("evaluation.extensive-commands=99").broadcast())
        .isEqualTo((4 + 1 + 99L + 7) * HOPPER * 4);
    assertThat(needs("calibration.enabled=true").broadcast()).isEqualTo(60L * HOPPER * 4);
    // Eight policies for each of ten commands, three withheld ones and four beyond all seen.
    assertThat(needs.trainingHeap() - needs("evaluation.retrieval=off").trainingHeap())
        .isEqualTo(17 * 8L * HOPPER * 4);
    assertThat(needs("rollout.policies-per-iteration=100").taskHeap())
        .isEqualTo(2 * 100L * HOPPER * 4 + 4L * HOPPER * 4);
    // Full row groups are written: no more than one for each bucket is held.
    assertThat(needs("rollout.policies-per-iteration=100000").taskHeap())
        .isEqualTo(2 * 20L * ((16 << 20) + HOPPER * 4L) + 4L * HOPPER * 4);
  }

  @Test
  void knowsTheMemoryOfThisMachine() {
    assertThat(MemoryNeeds.memoryOfThisMachine()).isGreaterThan(Runtime.getRuntime().totalMemory());
  }

  private static MemoryNeeds needs(String... overrides) {
    return MemoryNeeds.of(
        ConfigLoader.load(Path.of("conf/hopper-v4-paper.conf"), List.of(overrides)).settings(), 2);
  }
}
