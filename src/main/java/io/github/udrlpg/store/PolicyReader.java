package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.RunningStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/** Reads policies from one Parquet file of the dataset, with or without their weights. */
final class PolicyReader {
  /** What {@link StoredWeights} holds. */
  private static final MessageType WEIGHTS =
      new MessageType(
          PolicySchema.TYPE.getName(),
          PolicySchema.TYPE.getType("policy"),
          PolicySchema.TYPE.getType("weights"),
          PolicySchema.TYPE.getType("scaled_return"));

  private final Configuration hadoop;

  PolicyReader(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Reads all rows of a file, leaving the weights column alone. */
  List<PolicyRow> readRows(Path file) throws IOException {
    List<PolicyRow> rows = new ArrayList<>();
    scan(file, PolicyColumns.TYPE, columns -> rows.addAll(rows(columns, buckets(columns))));
    return rows;
  }

  /**
   * Reads the rows of the policies that are wanted, with their weights, one row group after the
   * other.
   */
  void readPolicies(Path file, IntPredicate wanted, Consumer<StoredPolicy> visitor)
      throws IOException {
    scan(
        file,
        PolicySchema.TYPE,
        columns ->
            policies(columns, rows(columns, buckets(columns))).stream()
                .filter(policy -> wanted.test(policy.row().policy()))
                .forEach(visitor));
  }

  /**
   * Reads the weights of the policies that are wanted, and little else, as {@link #readPolicies}.
   */
  void readWeights(Path file, IntPredicate wanted, Consumer<StoredWeights> visitor)
      throws IOException {
    scan(
        file,
        WEIGHTS,
        columns -> {
          int[] policies = columns.integers("policy");
          double[] returns = columns.doubles("scaled_return");
          float[][] weights = columns.floatLists("weights", "list", "element");
          for (int i = 0; i < weights.length; i++) {
            if (wanted.test(policies[i])) {
              visitor.accept(new StoredWeights(policies[i], returns[i], weights[i]));
            }
          }
        });
  }

  private interface RowGroupVisitor {
    void visit(ColumnValues columns);
  }

  private void scan(Path path, MessageType projection, RowGroupVisitor visitor) throws IOException {
    ParquetReadOptions options =
        HadoopReadOptions.builder(hadoop, path).usePageChecksumVerification(true).build();
    try (ParquetFileReader file =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop), options)) {
      FileMetaData metadata = file.getFileMetaData();
      requireVersion(path, metadata);
      file.setRequestedSchema(projection);
      for (PageReadStore group = file.readNextRowGroup();
          group != null;
          group = file.readNextRowGroup()) {
        visitor.visit(new ColumnValues(group, projection, metadata.getCreatedBy()));
      }
    } catch (RuntimeException e) {
      if (e instanceof InvalidInputException) {
        throw e;
      }
      // Parquet reports damage in many ways, a negative array size among them.
      throw damaged(path, e);
    }
  }

  /**
   * Returns the policies of the next row group; none after the last.
   *
   * @param type all columns of the file
   * @param bucket the return bucket of policies whose file has no column of it
   */
  static List<StoredPolicy> nextPolicies(ParquetFileReader file, MessageType type, int bucket)
      throws IOException {
    PageReadStore group = file.readNextRowGroup();
    if (group == null) {
      return List.of();
    }
    ColumnValues columns = new ColumnValues(group, type, file.getFileMetaData().getCreatedBy());
    int[] buckets = new int[columns.rows()];
    Arrays.fill(buckets, bucket);
    return policies(
        columns, rows(columns, columns.has(PolicySchema.BUCKET) ? buckets(columns) : buckets));
  }

  private static int[] buckets(ColumnValues columns) {
    return columns.integers(PolicySchema.BUCKET);
  }

  private static List<StoredPolicy> policies(ColumnValues columns, List<PolicyRow> rows) {
    float[][] weights = columns.floatLists("weights", "list", "element");
    List<StoredPolicy> policies = new ArrayList<>(weights.length);
    for (int i = 0; i < weights.length; i++) {
      policies.add(new StoredPolicy(rows.get(i), weights[i]));
    }
    return policies;
  }

  static InvalidInputException damaged(Path path, Throwable cause) {
    return new InvalidInputException(
        "Cannot read the policies in %s: %s. The file is damaged: restore it from a copy"
            .formatted(path, cause.getMessage()),
        cause);
  }

  static void requireVersion(Path path, FileMetaData metadata) {
    String version = metadata.getKeyValueMetaData().get(PolicySchema.VERSION_KEY);
    String expected = Integer.toString(PolicySchema.VERSION);
    if (!expected.equals(version)) {
      throw new InvalidInputException(
          "Cannot read %s: its schema version is %s, this program reads version %s"
              .formatted(path, version, expected));
    }
  }

  private static List<PolicyRow> rows(ColumnValues columns, int[] buckets) {
    String[] runs = columns.texts("run");
    int[] iterations = columns.integers("iteration");
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
