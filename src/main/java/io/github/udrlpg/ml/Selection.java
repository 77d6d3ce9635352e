package io.github.udrlpg.ml;

import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.BufferSettings;
import io.github.udrlpg.text.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/**
 * Decides which policies of a dataset the generator is trained on, and brings them to the driver.
 *
 * <p>Of each return bucket those come first whose content has the lowest hash, and buckets take
 * turns until the buffer is full: so it holds of every bucket about as many, whatever the dataset
 * holds of it. The hash is of the row and the seed alone, so neither partitions nor the order of
 * rows decide anything. The dataset is read twice; what the driver holds never exceeds the buffer's
 * capacity, and a few policies on their way to it.
 */
final class Selection {
  /** The statistics under which a policy acted and what it observed, in a run's datasets. */
  static final List<String> OBSERVATIONS =
      List.of(
          "observation_mean",
          "observation_deviation",
          "observed_count",
          "observed_mean",
          "observed_squared_deviation");

  /** Policies that arrive at the driver at once. */
  private static final int POLICIES_PER_PART = 64;

  private static final long INVALID = -1;

  private final Dataset<Row> policies;
  private final Map<Long, Deque<Integer>> places = new HashMap<>();
  private final List<Double> commands = new ArrayList<>();

  /** Takes a policy that was selected. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Takes a policy.
     *
     * @param policy its index among the {@linkplain #commands() commands}
     * @param row command, weights, and where they are there {@link #OBSERVATIONS}
     */
    void visit(int policy, Row row);
  }

  private Selection(Dataset<Row> policies) {
    this.policies = policies;
  }

  /**
   * Selects policies.
   *
   * @param parameters weights that each must have
   * @param observations whether {@link #OBSERVATIONS} are read
   * @throws InvalidInputException if a row is not a policy, or there are none
   */
  static Selection of(
      Dataset<?> dataset,
      String commandCol,
      String weightsCol,
      int parameters,
      boolean observations,
      BufferSettings buffer,
      long seed) {
    StructType schema = dataset.schema();
    List<Column> columns = new ArrayList<>();
    columns.add(col(commandCol).cast("double").as("command"));
    columns.add(Columns.floats(schema, weightsCol).as("weights"));
    if (observations) {
      OBSERVATIONS.forEach(name -> columns.add(col(name)));
    }
    Column[] content =
        Stream.concat(
                Stream.of(lit(seed), col("command"), col("weights")),
                observations ? OBSERVATIONS.stream().map(name -> col(name)) : Stream.empty())
            .toArray(Column[]::new);
    Selection selection =
        new Selection(
            sound(dataset)
                .select(columns.toArray(Column[]::new))
                .withColumn("key", xxhash64(content)));
    selection.choose(buffer, parameters);
    return selection;
  }

  /** A return that was earned in a simulation that broke down is stored, but never trained on. */
  static Dataset<Row> sound(Dataset<?> dataset) {
    Dataset<Row> rows = dataset.toDF();
    boolean told =
        Columns.has(dataset.schema(), "episodes")
            && dataset.schema().apply("episodes").dataType().simpleString().contains("diverged");
    return told ? rows.filter(expr("not exists(episodes, episode -> episode.diverged)")) : rows;
  }

  private void choose(BufferSettings buffer, int parameters) {
    boolean uniform = buffer.kind() == BufferSettings.Kind.UNIFORM;
    Column bucket = uniform ? lit(0L) : bucket(buffer.buckets());
    long perBucket =
        uniform || buffer.bucketCapacity().isEmpty()
            ? buffer.capacity()
            : Math.min(buffer.capacity(), buffer.bucketCapacity().getAsInt() + 1L);
    List<Row> chosen =
        policies
            .select(
                col("key"),
                col("command"),
                size(col("weights")).as("length"),
                when(isPolicy(parameters), bucket).otherwise(INVALID).as("bucket"))
            .withColumn(
                "rank",
                row_number().over(Window.partitionBy("bucket").orderBy(col("key"), col("command"))))
            .filter(col("rank").leq(perBucket))
            // What is no policy first, so that it is not overlooked.
            .orderBy(col("bucket").notEqual(INVALID), col("rank"), col("key"), col("command"))
            .limit(buffer.capacity())
            .collectAsList();
    if (chosen.isEmpty()) {
      throw new InvalidInputException(
          "The dataset has no policy that a generator could be trained on");
    }
    for (Row row : chosen) {
      requirePolicy(row, parameters);
      places.computeIfAbsent(row.getLong(0), key -> new ArrayDeque<>()).add(commands.size());
      commands.add(row.getDouble(1));
    }
  }

  private static Column bucket(int buckets) {
    // As ReturnBuckets has it.
    return greatest(ceil(col("command").multiply(buckets)).minus(1), lit(0L));
  }

  private static Column isPolicy(int parameters) {
    // A NaN is larger than any number to Spark.
    return expr(
        "command is not null and command >= 0 and command < double('infinity')"
            + " and weights is not null and size(weights) = "
            + parameters);
  }

  private static void requirePolicy(Row row, int parameters) {
    if (row.getLong(3) == INVALID) {
      throw new InvalidInputException(
          "The dataset has a row that is no policy: its command must be a finite scaled return from"
              + Text.format(
                  " 0, found %s, and it must have %d weights, found %s. Leave such rows out, or"
                      + " set",
                  row.get(1), parameters, row.get(2))
              + " the policy's layers as they are");
    }
  }

  /** Returns the commands of the selected policies, by index. */
  List<Double> commands() {
    return commands;
  }

  /**
   * Brings every selected policy to the driver, a few at a time and in no particular order.
   *
   * @throws IllegalStateException if the dataset has changed meanwhile
   */
  void visit(Visitor visitor) {
    int parts = (commands.size() + POLICIES_PER_PART - 1) / POLICIES_PER_PART;
    Iterator<Row> rows =
        policies
            .filter(col("key").isInCollection(List.copyOf(places.keySet())))
            .repartition(parts, col("key"))
            .toLocalIterator();
    int found = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      // Rows of one content may be more than were selected; any of them will do.
      Integer place = places.get(row.<Long>getAs("key")).poll();
      if (place != null) {
        visitor.visit(place, row);
        found++;
      }
    }
    if (found != commands.size()) {
      throw new IllegalStateException(
          Text.format(
              "The dataset changed while it was read: %d of %d selected policies were there",
              found, commands.size()));
    }
  }
}
