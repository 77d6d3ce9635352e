package io.github.udrlpg.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkerTeamTest {
  @Test
  void doesEveryJobOnce() {
    try (WorkerTeam team = WorkerTeam.of(3)) {
      for (int jobs : new int[] {0, 1, 2, 100}) {
        AtomicIntegerArray done = new AtomicIntegerArray(jobs + 1);
        team.run(jobs, (index, worker) -> done.incrementAndGet(index));
        for (int i = 0; i < jobs; i++) {
          assertThat(done.get(i)).isEqualTo(1);
        }
        assertThat(done.get(jobs)).isZero();
      }
    }
  }

  @Test
  void workersRunAtOnceUnderDifferentNumbers() {
    try (WorkerTeam team = WorkerTeam.of(3)) {
      CyclicBarrier allThree = new CyclicBarrier(3);
      Set<Integer> workers = ConcurrentHashMap.newKeySet();
      team.run(
          3,
          (index, worker) -> {
            workers.add(worker);
            await(allThree);
          });
      assertThat(workers).containsExactlyInAnyOrder(0, 1, 2);
    }
  }

  @Test
  void reportsAFailedJobAndStaysUsable() {
    try (WorkerTeam team = WorkerTeam.of(2)) {
      CyclicBarrier both = new CyclicBarrier(2);
      assertThatThrownBy(
              () ->
                  team.run(
                      2,
                      (index, worker) -> {
                        await(both);
                        throw new IllegalArgumentException("all jobs fail");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "A job of a worker team failed: java.lang.IllegalArgumentException: all jobs fail")
          .hasCauseInstanceOf(IllegalArgumentException.class);
      AtomicIntegerArray done = new AtomicIntegerArray(5);
      team.run(5, (index, worker) -> done.incrementAndGet(index));
      assertThat(done.toString()).isEqualTo("[1, 1, 1, 1, 1]");
    }
  }

  @Test
  void refusesATeamOfNobody() {
    assertThatThrownBy(() -> WorkerTeam.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A worker team needs at least one thread, found 0");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException("The workers did not run at once", e);
    }
  }
}
