package io.github.udrlpg.store;

import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.hook.PostCommitHook.PostCommitHookType;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.storage.LogStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A Delta table, written by Delta's own library for programs without Spark. Its settings are the
 * defaults. The schema has a few of the policies' columns only.
 */
final class DeltaCommits implements CommitWay {
  private static final String WRITER = "udrlpg-spark";
  private static final String RETURN_BUCKET = "return_bucket";

  private final Configuration hadoop;
  private final Path root;
  private final Engine engine;
  private Snapshot latest;

  DeltaCommits(Configuration hadoop, Path root) {
    this.hadoop = hadoop;
    this.root = root;
    this.engine = DefaultEngine.create(hadoop);
    StructType schema =
        new StructType()
            .add("iteration", IntegerType.INTEGER)
            .add("policy", IntegerType.INTEGER)
            .add(RETURN_BUCKET, IntegerType.INTEGER);
    TableManager.buildCreateTableTransaction(root.toString(), schema, WRITER)
        .withDataLayoutSpec(DataLayoutSpec.partitioned(List.of(new Column(RETURN_BUCKET))))
        .build(engine)
        .commit(engine, CloseableIterable.emptyIterable());
    this.latest = load(engine);
  }

  private Snapshot load(Engine reader) {
    return TableManager.loadSnapshot(root.toString()).build(reader);
  }

  @Override
  public String name() {
    return "Delta, kernel";
  }

  /** The transaction identifier refuses an iteration that is there already, or behind another. */
  @Override
  public void commit(int iteration, List<DataFile> files) throws IOException {
    Transaction transaction =
        latest
            .buildUpdateTableTransaction(WRITER, Operation.WRITE)
            .withTransactionId("run", iteration)
            .build(engine);
    TransactionCommitResult result =
        transaction.commit(
            engine, CloseableIterable.inMemoryIterable(closeable(append(transaction, files))));
    boolean checkpointed = false;
    for (PostCommitHook hook : result.getPostCommitHooks()) {
      hook.threadSafeInvoke(engine);
      checkpointed |= hook.getType() == PostCommitHookType.CHECKPOINT;
    }
    // The snapshot at hand knows nothing of the checkpoint that spares reading what lies before.
    latest = checkpointed ? load(engine) : result.getPostCommitSnapshot().orElse(null);
    if (latest == null) {
      latest = load(engine);
    }
  }

  private Iterator<Row> append(Transaction transaction, List<DataFile> files) throws IOException {
    Row state = transaction.getTransactionState(engine);
    Map<Integer, List<DataFileStatus>> buckets =
        files.stream()
            .collect(
                Collectors.groupingBy(
                    DataFile::returnBucket,
                    TreeMap::new,
                    Collectors.mapping(this::status, Collectors.toList())));
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<Integer, List<DataFileStatus>> bucket : buckets.entrySet()) {
      DataWriteContext context =
          Transaction.getWriteContext(
              engine, state, Map.of(RETURN_BUCKET, Literal.ofInt(bucket.getKey())));
      try (CloseableIterator<Row> actions =
          Transaction.generateAppendActions(
              engine, state, closeable(bucket.getValue().iterator()), context)) {
        actions.forEachRemaining(rows::add);
      }
    }
    return rows.iterator();
  }

  private DataFileStatus status(DataFile file) {
    return new DataFileStatus(
        new Path(root, file.path()).toString(),
        file.bytes(),
        System.currentTimeMillis(),
        Optional.empty());
  }

  private static <T> CloseableIterator<T> closeable(Iterator<T> iterator) {
    return new CloseableIterator<>() {
      @Override
      public boolean hasNext() {
        return iterator.hasNext();
      }

      @Override
      public T next() {
        return iterator.next();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public long countPublished() throws IOException {
    Engine reader = DefaultEngine.create(hadoop);
    long files = 0;
    try (CloseableIterator<FilteredColumnarBatch> batches =
        load(reader).getScanBuilder().build().getScanFiles(reader)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          for (; rows.hasNext(); rows.next()) {
            files++;
          }
        }
      }
    }
    return files;
  }

  @Override
  public Path metadata() {
    return new Path(root, "_delta_log");
  }

  @Override
  public List<Class<?>> jars() {
    return List.of(Snapshot.class, DefaultEngine.class, LogStore.class, Jdk8Module.class);
  }
}
