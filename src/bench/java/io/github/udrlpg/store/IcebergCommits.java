package io.github.udrlpg.store;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.common.DynConstructors;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.relocated.com.google.common.collect.ImmutableList;
import org.apache.iceberg.types.Types;

/**
 * An Iceberg table without a catalog. Its settings are the defaults. The schema has a few of the
 * policies' columns only, which flatters it: every commit writes the schema anew.
 */
final class IcebergCommits implements CommitWay {
  private static final String ITERATION = "iteration";

  private final Configuration hadoop;
  private final Path root;
  private final Table table;

  IcebergCommits(Configuration hadoop, Path root) {
    this.hadoop = hadoop;
    this.root = root;
    Schema schema =
        new Schema(
            Types.NestedField.required(1, ITERATION, Types.IntegerType.get()),
            Types.NestedField.required(2, "policy", Types.IntegerType.get()),
            Types.NestedField.required(3, "return_bucket", Types.IntegerType.get()));
    this.table =
        new HadoopTables(hadoop)
            .create(
                schema,
                PartitionSpec.builderFor(schema).identity("return_bucket").build(),
                SortOrder.unsorted(),
                Map.of(),
                root.toString());
  }

  @Override
  public String name() {
    return "Iceberg, Hadoop table";
  }

  /**
   * Iceberg knows nothing of iterations, so each snapshot is given its own, and one that does not
   * follow upon the iteration before is refused.
   */
  @Override
  public void commit(int iteration, List<DataFile> files) {
    AppendFiles append = table.newAppend();
    for (DataFile file : files) {
      append.appendFile(
          DataFiles.builder(table.spec())
              .withPath(new Path(root, file.path()).toString())
              .withFormat(FileFormat.PARQUET)
              .withPartitionPath("return_bucket=" + file.returnBucket())
              .withFileSizeInBytes(file.bytes())
              .withRecordCount(file.rows())
              .build());
    }
    append
        .set(ITERATION, Integer.toString(iteration))
        .validateWith(ancestors -> follows(iteration, ancestors.iterator()))
        .commit();
  }

  private static boolean follows(int iteration, Iterator<Snapshot> ancestors) {
    return ancestors.hasNext()
        ? ancestors.next().summary().get(ITERATION).equals(Integer.toString(iteration - 1))
        : iteration == 0;
  }

  @Override
  public long countPublished() throws IOException {
    long files = 0;
    try (CloseableIterable<FileScanTask> tasks =
        new HadoopTables(hadoop).load(root.toString()).newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        files += task.file().recordCount() > 0 ? 1 : 0;
      }
    }
    return files;
  }

  @Override
  public Path metadata() {
    return new Path(root, "metadata");
  }

  @Override
  public List<Class<?>> jars() {
    return List.of(
        HadoopTables.class,
        Schema.class,
        DynConstructors.class,
        ImmutableList.class,
        Caffeine.class);
  }
}
