package io.github.udrlpg.spark;

import io.github.udrlpg.compact.CompactedFile;
import io.github.udrlpg.compact.Compaction;
import io.github.udrlpg.compact.FileCompactor;
import io.github.udrlpg.compact.PlannedFile;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Spreads the files of a compaction over executors, a task for each. Stays on the driver. */
public final class SparkCompaction implements Compaction.Workers {
  private final JavaSparkContext spark;
  private final Listener listener;

  /**
   * Creates a runner.
   *
   * @param listener is told of every file that is done
   */
  public SparkCompaction(JavaSparkContext spark, Listener listener) {
    this.spark = spark;
    this.listener = listener;
  }

  /** Follows a compaction; called by one thread at a time. */
  @FunctionalInterface
  public interface Listener {
    /** A file of the plan is done. */
    void done(PlannedFile file);
  }

  @Override
  public List<CompactedFile> run(List<PlannedFile> plan, FileCompactor compactor) {
    List<byte[]> encoded = new ArrayList<>(plan.size());
    plan.forEach(file -> encoded.add(TaskResultBytes.encode(file)));
    byte[][] results = new byte[plan.size()][];
    try (JobLabel label =
        JobLabel.set(
            spark, "compaction", "compaction", Text.format("into %d files", plan.size()))) {
      spark
          .sc()
          .runJob(
              label
                  .on(spark.parallelize(encoded, plan.size()))
                  .mapPartitions(new Compact(compactor))
                  .rdd(),
              new Only(),
              new AbstractFunction2<Object, byte[], BoxedUnit>() {
                @Override
                public BoxedUnit apply(Object partition, byte[] result) {
                  int index = (Integer) partition;
                  results[index] = result;
                  listener.done(plan.get(index));
                  return BoxedUnit.UNIT;
                }
              },
              ClassTag$.MODULE$.apply(byte[].class));
    }
    List<CompactedFile> files = new ArrayList<>(results.length);
    for (byte[] result : results) {
      files.add(TaskResultBytes.decode(result, CompactedFile.class));
    }
    return files;
  }

  private static final class Compact implements FlatMapFunction<Iterator<byte[]>, byte[]> {
    private static final long serialVersionUID = 1L;

    private final FileCompactor compactor;

    Compact(FileCompactor compactor) {
      this.compactor = compactor;
    }

    @Override
    public Iterator<byte[]> call(Iterator<byte[]> files) throws IOException {
      PlannedFile file = TaskResultBytes.decode(files.next(), PlannedFile.class);
      // Unique in the application, retries and speculative copies included.
      String attempt = Text.format("%05d-%d", file.index(), TaskContext.get().taskAttemptId());
      return List.of(TaskResultBytes.encode(compactor.compact(file, attempt))).iterator();
    }
  }

  /** Takes the one result of a partition. */
  private static final class Only
      extends AbstractFunction1<scala.collection.Iterator<byte[]>, byte[]> implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] apply(scala.collection.Iterator<byte[]> results) {
      return results.next();
    }
  }
}
