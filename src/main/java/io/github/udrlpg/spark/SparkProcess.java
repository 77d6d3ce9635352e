package io.github.udrlpg.spark;

import io.github.udrlpg.harness.MemoryNeeds;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Locale;

/**
 * A driver or an executor and the memory that it needs.
 *
 * @param role which of the two
 * @param heap what it needs on the Java heap, in bytes
 * @param outsideHeap what it needs outside of it, in bytes
 * @param heapReason what the heap is for
 * @param outsideReason what the rest is for
 */
public record SparkProcess(
    Role role, long heap, long outsideHeap, String heapReason, String outsideReason) {
  private static final long MEBIBYTE = 1 << 20;

  /** Spark's default of both heaps: less is not worth a setting. */
  private static final long LEAST_HEAP = 1024 * MEBIBYTE;

  private static final long STEP = 256 * MEBIBYTE;

  /** The two kinds of processes of an application. */
  public enum Role {
    /** Trains, or starts trainings on executors. */
    DRIVER,
    /** Rolls out, or trains. */
    EXECUTOR;

    /** Returns the key of the heap's size. */
    public String memoryKey() {
      return "spark." + lowerCase() + ".memory";
    }

    /** Returns the key of what a container has beside the heap. */
    public String overheadKey() {
      return memoryKey() + "Overhead";
    }

    String lowerCase() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the tasks of an application do. */
  public enum Work {
    /** They roll out for a driver that trains. */
    ROLLOUTS,
    /** Each is a whole training. */
    WHOLE_TRAININGS
  }

  /**
   * A setting of spark-submit's.
   *
   * @param key its name
   * @param value its value
   * @param reason why
   */
  public record Setting(String key, String value, String reason) {}

  /** Returns the driver of an application. */
  public static SparkProcess driver(MemoryNeeds needs, Work work) {
    return switch (work) {
      case ROLLOUTS ->
          new SparkProcess(
              Role.DRIVER,
              needs.driverHeap(),
              needs.driverOutsideHeap(),
              "Spark, checkpoints, the broadcast commands",
              needs.parts());
      case WHOLE_TRAININGS ->
          new SparkProcess(
              Role.DRIVER,
              0,
              MemoryNeeds.EXECUTOR_FIXED,
              "the driver only waits for trainings",
              "Java and libraries");
    };
  }

  /**
   * Returns an executor of an application.
   *
   * @param tasks that it runs at once
   */
  public static SparkProcess executor(MemoryNeeds needs, Work work, int tasks) {
    return switch (work) {
      case ROLLOUTS ->
          new SparkProcess(
              Role.EXECUTOR,
              needs.executorHeap(tasks),
              needs.executorOutsideHeap(tasks),
              Text.format(
                  "Spark, the broadcast commands, Parquet pages of %d tasks at once", tasks),
              Text.format("Java, Spark and MuJoCo, %d tasks at once", tasks));
      case WHOLE_TRAININGS ->
          new SparkProcess(
              Role.EXECUTOR,
              needs.trainingsHeap(tasks),
              needs.trainingsOutsideHeap(tasks),
              Text.format("Spark, and what %d trainings at once have on the heap", tasks),
              Text.format("%d trainings at once, each %s", tasks, needs.parts()));
    };
  }

  /** Returns the settings that give the process what it needs. */
  public List<Setting> settings() {
    return List.of(
        new Setting(role.memoryKey(), enoughHeap(), heapReason),
        new Setting(role.overheadKey(), enoughOverhead(), outsideReason));
  }

  String enoughHeap() {
    return text(roundedUp(Math.max(heap, LEAST_HEAP)));
  }

  String enoughOverhead() {
    return text(roundedUp(outsideHeap));
  }

  private static long roundedUp(long bytes) {
    return Math.multiplyExact(-Math.floorDiv(-bytes, STEP), STEP);
  }

  /** Returns a size as Spark reads it, rounded up to whole mebibytes. */
  static String text(long bytes) {
    // Rounded up without a sum that 64 bits may not hold.
    long mebibytes = -Math.floorDiv(-bytes, MEBIBYTE);
    return mebibytes > 0 && mebibytes % 1024 == 0 ? mebibytes / 1024 + "g" : mebibytes + "m";
  }
}
