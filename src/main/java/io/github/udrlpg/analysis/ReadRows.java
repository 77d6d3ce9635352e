package io.github.udrlpg.analysis;

import io.github.udrlpg.spark.TaskResultBytes;
import io.github.udrlpg.store.HadoopSettings;
import io.github.udrlpg.store.PolicyReader;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.UserPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Reads a file's policies without their weights, as {@link Columns#POLICIES}; those with an episode
 * that diverged have no return, and are left out.
 */
final class ReadRows implements FlatMapFunction<byte[], Row> {
  private static final long serialVersionUID = 1L;

  private final HadoopSettings hadoop;

  ReadRows(HadoopSettings hadoop) {
    this.hadoop = hadoop;
  }

  @Override
  public Iterator<Row> call(byte[] encoded) throws IOException {
    SourceFile source = TaskResultBytes.decode(encoded, SourceFile.class);
    List<Row> rows = new ArrayList<>();
    FirstOfIteration first = new FirstOfIteration();
    new PolicyReader(hadoop.configuration())
        .readRows(
            UserPath.written(source.dataset()),
            source.file(),
            row -> {
              if (row.isSound()) {
                rows.add(row(source.trial(), row, first.accepts(row)));
              }
            });
    return rows.iterator();
  }

  /** Observation statistics are those of the iteration: one row of it is enough to tell them. */
  private static final class FirstOfIteration {
    private String run = "";
    private int iteration = -1;

    Detail accepts(PolicyRow row) {
      boolean known = run.equals(row.run()) && iteration == row.iteration();
      run = row.run();
      iteration = row.iteration();
      return known ? Detail.PLAIN : Detail.WITH_STATISTICS;
    }
  }

  private enum Detail {
    PLAIN,
    WITH_STATISTICS
  }

  private static Row row(int trial, PolicyRow row, Detail detail) {
    boolean full = detail == Detail.WITH_STATISTICS;
    return RowFactory.create(
        trial,
        row.run(),
        row.iteration(),
        row.policy(),
        row.returnBucket(),
        row.origin().label(),
        row.command(),
        row.noise(),
        row.meanReturn(),
        row.scaledReturn(),
        PolicyKey.of(trial, row).sampleOrder(),
        full ? boxed(row.normalizer().mean()) : null,
        full ? boxed(row.normalizer().deviation()) : null);
  }

  /** An array of objects is what Spark takes for an array column. */
  static Double[] boxed(double[] values) {
    return Arrays.stream(values).boxed().toArray(Double[]::new);
  }
}
