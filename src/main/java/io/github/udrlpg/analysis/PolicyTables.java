package io.github.udrlpg.analysis;

import io.github.udrlpg.compact.InputRun;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.spark.TaskResultBytes;
import io.github.udrlpg.store.HadoopSettings;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * The tables over all policies, by Spark SQL. Sums are of decimals, which come out the same in any
 * order. Lives on the driver; closed, it frees what executors keep.
 */
final class PolicyTables implements AutoCloseable {
  private static final int MOST_ITERATIONS = 100;
  private static final long BYTES_PER_TASK = 64L << 20;

  private final JavaSparkContext spark;
  private final SparkSession session;
  private final PolicySource source;
  private final HadoopSettings hadoop;
  private final Dataset<Row> policies;
  private final List<Dataset<Row>> kept = new ArrayList<>();

  PolicyTables(JavaSparkContext spark, PolicySource source) {
    this.spark = spark;
    this.source = source;
    this.session = SparkSession.builder().getOrCreate();
    this.hadoop = new HadoopSettings(spark.hadoopConfiguration());
    this.policies = keep(read(new ReadRows(hadoop), Columns.POLICIES), "policies");
  }

  private Dataset<Row> read(
      FlatMapFunction<byte[], Row> task, org.apache.spark.sql.types.StructType columns) {
    List<byte[]> encoded = new ArrayList<>();
    source.files().forEach(file -> encoded.add(TaskResultBytes.encode(file)));
    long bySize = source.bytes() / BYTES_PER_TASK;
    long tasks = Math.min(encoded.size(), Math.max(2L * spark.defaultParallelism(), bySize));
    JavaRDD<Row> rows = spark.parallelize(encoded, (int) Math.max(1, tasks)).flatMap(task);
    return session.createDataFrame(rows, columns);
  }

  private Dataset<Row> keep(Dataset<Row> table, String view) {
    Dataset<Row> persisted = table.persist(StorageLevel.MEMORY_AND_DISK());
    persisted.createOrReplaceTempView(view);
    kept.add(persisted);
    return persisted;
  }

  SparkSession session() {
    return session;
  }

  /** Returns how many policies there are, by which all of them are read. */
  long count() {
    return policies.count();
  }

  /** Returns a row for each range of iterations and each return bucket. */
  Dataset<Row> returns() {
    int last = session.sql("SELECT max(iteration) FROM policies").first().getInt(0);
    int width = last / MOST_ITERATIONS + 1;
    return session.sql(
        Text.format(
            """
            SELECT CAST(floor(iteration / %1$d) * %1$d AS INT) AS first_iteration,
                   CAST(least(floor(iteration / %1$d) * %1$d + %1$d - 1, %2$d) AS INT) AS last_iteration,
                   return_bucket,
                   count(*) AS policies,
                   %3$s AS mean_return,
                   min(mean_return) AS lowest_return,
                   percentile(mean_return, 0.5) AS median_return,
                   max(mean_return) AS highest_return
            FROM policies GROUP BY 1, 2, 3 ORDER BY 1, 3
            """,
            width, last, exactMean("mean_return")));
  }

  /** A sum of decimals does not depend on its order; what a decimal cannot hold is left out. */
  private static String exactMean(String column) {
    String sound = Text.format("abs(%1$s) < 1e15", column);
    return Text.format(
        "CAST(sum(CASE WHEN %2$s THEN CAST(%1$s AS DECIMAL(38, 12)) END) AS DOUBLE) /"
            + " count_if(%2$s)",
        column, sound);
  }

  /** Returns the observation statistics of each iteration beside the last of the same run. */
  Dataset<Row> drift() {
    Dataset<Row> drift =
        session.sql(
            Text.format(
                """
                WITH each AS (
                  SELECT trial, run, iteration,
                         min_by(named_struct('m', observation_mean, 'd', observation_deviation), policy) AS n
                  FROM policies WHERE observation_mean IS NOT NULL GROUP BY trial, run, iteration),
                last AS (SELECT trial, run, max_by(n, iteration) AS f FROM each GROUP BY trial, run)
                SELECT nullif(trial, %d) AS trial, run, iteration, coordinate,
                       n.m[coordinate] AS mean,
                       n.d[coordinate] AS deviation,
                       (n.m[coordinate] - f.m[coordinate]) / (f.d[coordinate] + 1e-8) AS shift,
                       (n.d[coordinate] + 1e-8) / (f.d[coordinate] + 1e-8) AS scale
                FROM each JOIN last USING (trial, run)
                LATERAL VIEW explode(sequence(0, size(f.m) - 1)) c AS coordinate
                ORDER BY trial, run, iteration, coordinate
                """,
                InputRun.NO_TRIAL));
    drift.createOrReplaceTempView("drift");
    return drift;
  }

  /**
   * Returns root mean squares over runs and coordinates, of at most about so many iterations.
   *
   * <p>After {@link #drift()}. Their sums are of decimals of twelve digits after the point.
   */
  Dataset<Row> driftCurve(int most) {
    int last = session.sql("SELECT max(iteration) FROM policies").first().getInt(0);
    return session.sql(
        Text.format(
            """
            SELECT iteration, sqrt(%2$s) AS shift, sqrt(%3$s) AS log_scale
            FROM (SELECT iteration, shift * shift AS shift, ln(scale) * ln(scale) AS log_scale FROM drift)
            WHERE iteration %% %1$d = 0 OR iteration = %4$d GROUP BY iteration ORDER BY iteration
            """,
            last / most + 1, exactMean("shift"), exactMean("log_scale"), last));
  }

  /**
   * Returns the observation statistics of the last iteration, of the first run if several have it.
   */
  ObservationNormalizer lastNormalizer() {
    Row row =
        session
            .sql(
                """
                SELECT observation_mean, observation_deviation FROM policies
                WHERE observation_mean IS NOT NULL ORDER BY iteration DESC, trial, run, policy LIMIT 1
                """)
            .first();
    return ObservationNormalizer.of(doubles(row.getList(0)), doubles(row.getList(1)));
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Keeps what tasks find in the weights of all policies, as {@link Columns#WEIGHTS}. */
  Dataset<Row> weights(PolicySample sample, ObservationNormalizer common) {
    return keep(
        read(
            new ReadWeights(hadoop, sample.all(), source.traits().shape(), common),
            Columns.WEIGHTS),
        "weights");
  }

  /** Returns all policies with what tells their weights apart. */
  Dataset<Row> hashes() {
    return session.sql(
        Text.format(
            """
            SELECT nullif(trial, %d) AS trial, run, iteration, policy, return_bucket, mean_return, noise,
                   weights_sha256, weights_norm
            FROM weights
            """,
            InputRun.NO_TRIAL));
  }

  /** Returns the weights that more than one policy has, bit for bit. */
  Dataset<Row> duplicates() {
    return session.sql(
        """
        SELECT weights_sha256, count(*) AS policies,
               min(iteration) AS first_iteration, max(iteration) AS last_iteration,
               min(mean_return) AS lowest_return, max(mean_return) AS highest_return
        FROM weights GROUP BY weights_sha256 HAVING count(*) > 1
        ORDER BY policies DESC, weights_sha256
        """);
  }

  @Override
  public void close() {
    kept.forEach(table -> table.unpersist(false));
  }
}
