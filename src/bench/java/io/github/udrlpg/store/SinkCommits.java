package io.github.udrlpg.store;

import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.sinks.FileStreamSinkLog;
import org.apache.spark.sql.execution.streaming.sinks.SinkFileStatus;
import scala.Option;

/** The log of Spark's streaming file sink, as the sink itself uses it: an iteration is a batch. */
final class SinkCommits implements CommitWay {
  private final SparkSession session;
  private final Path root;
  private final FileStreamSinkLog log;

  SinkCommits(SparkSession session, Path root) {
    this.session = session;
    this.root = root;
    this.log = open();
  }

  private FileStreamSinkLog open() {
    return new FileStreamSinkLog(
        FileStreamSinkLog.VERSION(), session, metadata().toString(), Option.empty());
  }

  @Override
  public String name() {
    return "Spark's file-sink log";
  }

  @Override
  public void commit(int iteration, List<DataFile> files) throws IOException {
    long now = System.currentTimeMillis();
    SinkFileStatus[] batch =
        files.stream().map(file -> status(file, now)).toArray(SinkFileStatus[]::new);
    if (!log.add(iteration, batch)) {
      throw new IOException(Text.format("Iteration %d is already committed", iteration));
    }
  }

  private SinkFileStatus status(DataFile file, long now) {
    String path = new Path(root, file.path()).toUri().toString();
    return new SinkFileStatus(
        path, file.bytes(), false, now, 1, 128L << 20, FileStreamSinkLog.ADD_ACTION());
  }

  @Override
  public long countPublished() {
    return open().allFiles().length;
  }

  @Override
  public Path metadata() {
    return new Path(root, "_spark_metadata");
  }
}
