package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Reads policies from one Parquet file of a dataset, with or without their weights, with no more on
 * the heap than the file, or where that is large a row group. Not one byte is believed that is not
 * what the file was committed with.
 */
public final class PolicyReader {
  /** What {@link StoredWeights} holds. */
  private static final MessageType WEIGHTS =
      PolicySchema.select(Set.of("policy", "weights", "scaled_return")::contains);

  private final Configuration hadoop;

  /** Creates a reader. */
  public PolicyReader(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Receives what a file holds, in its order. */
  @FunctionalInterface
  public interface Visitor<T> {
    /** Takes a policy, which is not reused. */
    void visit(T policy) throws IOException;
  }

  /** Reads all rows of a file, leaving the weights column alone. */
  List<PolicyRow> readRows(Path path, DataFile file) throws IOException {
    List<PolicyRow> rows = new ArrayList<>();
    scan(
        path, file, PolicyColumns.of(PolicySchema.TYPE), columns -> rows(columns, file), rows::add);
    return rows;
  }

  /**
   * Reads all rows of a file, one row group after the other, leaving the weights column alone.
   *
   * @param dataset the directory that the file's path is relative to
   * @param file what is known of it since it was written
   * @throws InvalidInputException if the file is missing, damaged or of another schema version; the
   *     visitor has seen nothing then
   * @throws IOException if the file system refuses, or the visitor
   */
  public void readRows(Path dataset, DataFile file, Visitor<PolicyRow> visitor) throws IOException {
    scan(
        new Path(dataset, file.path()),
        file,
        PolicyColumns.of(PolicySchema.TYPE),
        columns -> rows(columns, file),
        visitor);
  }

  /**
   * Reads all policies of a file, one row group after the other.
   *
   * @param dataset the directory that the file's path is relative to
   * @param file what is known of it since it was written
   * @throws InvalidInputException if the file is missing, damaged or of another schema version; the
   *     visitor has seen nothing then
   * @throws IOException if the file system refuses, or the visitor
   */
  public void read(Path dataset, DataFile file, Visitor<StoredPolicy> visitor) throws IOException {
    readPolicies(new Path(dataset, file.path()), file, policy -> true, visitor);
  }

  /**
   * Reads the rows of the policies that are wanted, with their weights, one row group after the
   * other.
   */
  void readPolicies(Path path, DataFile file, IntPredicate wanted, Visitor<StoredPolicy> visitor)
      throws IOException {
    scan(path, file, PolicySchema.TYPE, columns -> policies(columns, file, wanted), visitor);
  }

  private static List<StoredPolicy> policies(
      ColumnValues columns, DataFile file, IntPredicate wanted) {
    List<PolicyRow> rows = rows(columns, file);
    float[][] weights = columns.floatLists("weights", "list", "element");
    List<StoredPolicy> policies = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      if (wanted.test(rows.get(i).policy())) {
        policies.add(new StoredPolicy(rows.get(i), weights[i]));
      }
    }
    return policies;
  }

  /**
   * Reads the weights of the policies that are wanted, and little else, as {@link #readPolicies}.
   */
  void readWeights(Path path, DataFile file, IntPredicate wanted, Visitor<StoredWeights> visitor)
      throws IOException {
    scan(path, file, WEIGHTS, columns -> weights(columns, wanted), visitor);
  }

  private static List<StoredWeights> weights(ColumnValues columns, IntPredicate wanted) {
    int[] policies = columns.integers("policy");
    double[] returns = columns.doubles("scaled_return");
    float[][] weights = columns.floatLists("weights", "list", "element");
    List<StoredWeights> found = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      if (wanted.test(policies[i])) {
        found.add(new StoredWeights(policies[i], returns[i], weights[i]));
      }
    }
    return found;
  }

  private interface Decoder<T> {
    List<T> decode(ColumnValues columns);
  }

  private <T> void scan(
      Path path, DataFile file, MessageType projection, Decoder<T> decoder, Visitor<T> visitor)
      throws IOException {
    InputFile input = VerifiedFile.open(hadoop, path, file);
    try (ParquetFileReader parquet = open(path, input)) {
      FileMetaData metadata = parquet.getFileMetaData();
      // Earlier versions had all columns in the files.
      MessageType columns =
          PolicySchema.select(
              name -> projection.containsField(name) && metadata.getSchema().containsField(name));
      parquet.setRequestedSchema(columns);
      for (PageReadStore group = parquet.readNextRowGroup();
          group != null;
          group = parquet.readNextRowGroup()) {
        for (T policy : decode(path, group, columns, metadata.getCreatedBy(), decoder)) {
          visitor.visit(policy);
        }
      }
    }
  }

  private ParquetFileReader open(Path path, InputFile input) throws IOException {
    ParquetReadOptions options =
        HadoopReadOptions.builder(hadoop, path).usePageChecksumVerification(true).build();
    ParquetFileReader parquet;
    try {
      parquet = ParquetFileReader.open(input, options);
    } catch (RuntimeException e) {
      throw unreadable(path, e);
    }
    String version = parquet.getFileMetaData().getKeyValueMetaData().get(PolicySchema.VERSION_KEY);
    if (!Integer.toString(PolicySchema.VERSION).equals(version)) {
      parquet.close();
      throw PolicySchema.otherVersion(path, version);
    }
    return parquet;
  }

  private static <T> List<T> decode(
      Path path, PageReadStore group, MessageType columns, String createdBy, Decoder<T> decoder) {
    try {
      return decoder.decode(new ColumnValues(group, columns, createdBy));
    } catch (RuntimeException e) {
      throw unreadable(path, e);
    }
  }

  /** The file is as it was written: somebody wrote something else than policies. */
  private static InvalidInputException unreadable(Path path, RuntimeException cause) {
    return new InvalidInputException(
        Text.format(
            "Cannot read the policies in %s: %s. Use the udrlpg-spark that wrote it",
            path, cause.getMessage()),
        cause);
  }

  private static List<PolicyRow> rows(ColumnValues columns, DataFile file) {
    String[] runs = columns.texts("run");
    int[] iterations = integers(columns, file, "iteration");
    int[] policies = columns.integers("policy");
    String[] environments = columns.texts("environment");
    String[] origins = columns.texts("origin");
    double[] commands = columns.doubles("command");
    double[] noises = columns.doubles("noise");
    long[] weightSeeds = columns.longs("weight_seed");
    double[][] means = columns.doubleLists("observation_mean", "list", "element");
    double[][] deviations = columns.doubleLists("observation_deviation", "list", "element");
    List<RunningStatistics> observed = observed(columns);
    List<List<Episode>> episodes = episodes(columns);
    double[] scaledReturns = columns.doubles("scaled_return");
    int[] buckets = integers(columns, file, "return_bucket");
    List<PolicyRow> rows = new ArrayList<>(runs.length);
    for (int i = 0; i < runs.length; i++) {
      rows.add(
          new PolicyRow(
              runs[i],
              iterations[i],
              policies[i],
              environments[i],
              PolicyOrigin.ofLabel(origins[i]),
              commands[i],
              noises[i],
              weightSeeds[i],
              ObservationNormalizer.of(means[i], deviations[i]),
              observed.get(i),
              episodes.get(i),
              scaledReturns[i],
              buckets[i]));
    }
    return rows;
  }

  /** What is no column of a file is the name of its directory. */
  private static int[] integers(ColumnValues columns, DataFile file, String name) {
    if (columns.has(name)) {
      return columns.integers(name);
    }
    int[] values = new int[columns.rows()];
    Arrays.fill(values, file.partition(name));
    return values;
  }

  private static List<RunningStatistics> observed(ColumnValues columns) {
    long[] counts = columns.longs("observed_count");
    double[][] means = columns.doubleLists("observed_mean", "list", "element");
    double[][] m2 = columns.doubleLists("observed_squared_deviation", "list", "element");
    List<RunningStatistics> observed = new ArrayList<>(counts.length);
    for (int i = 0; i < counts.length; i++) {
      observed.add(RunningStatistics.of(counts[i], means[i], m2[i]));
    }
    return observed;
  }

  private static List<List<Episode>> episodes(ColumnValues columns) {
    long[][] seeds = columns.longLists("episodes", "list", "element", "seed");
    double[][] returns = columns.doubleLists("episodes", "list", "element", "total_return");
    double[][] bonuses = columns.doubleLists("episodes", "list", "element", "survival_bonus");
    long[][] lengths = columns.longLists("episodes", "list", "element", "length");
    long[][] terminated = columns.longLists("episodes", "list", "element", "terminated");
    long[][] truncated = columns.longLists("episodes", "list", "element", "truncated");
    long[][] diverged = columns.longLists("episodes", "list", "element", "diverged");
    List<List<Episode>> rows = new ArrayList<>(seeds.length);
    for (int i = 0; i < seeds.length; i++) {
      List<Episode> episodes = new ArrayList<>(seeds[i].length);
      for (int j = 0; j < seeds[i].length; j++) {
        episodes.add(
            new Episode(
                seeds[i][j],
                returns[i][j],
                bonuses[i][j],
                Math.toIntExact(lengths[i][j]),
                terminated[i][j] == 1,
                truncated[i][j] == 1,
                diverged[i][j] == 1));
      }
      rows.add(episodes);
    }
    return rows;
  }
}
