package io.github.udrlpg.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The naive way to store policies, which the benchmark compares with: rows with boxed weights,
 * Spark's own writer as it comes (snappy, dictionary on), and Spark's own reader.
 */
record NaiveParquet(
    SparkSession session, ParquetBenchmark.Weights source, int policies, Layout layout)
    implements ParquetBenchmark.Way {
  private static final StructType SCHEMA =
      new StructType()
          .add("policy", DataTypes.IntegerType, false)
          .add("weights", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add("return_bucket", DataTypes.IntegerType, false);

  /** Where the files go. */
  enum Layout {
    ONE_DIRECTORY,
    BY_BUCKET
  }

  @Override
  public String name() {
    return layout == Layout.BY_BUCKET ? "naive, partitioned by bucket" : "naive, one directory";
  }

  @Override
  public void write(Path directory) {
    List<Integer> indices = new ArrayList<>(IntStream.range(0, policies).boxed().toList());
    ParquetBenchmark.Weights weights = source;
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .parallelize(indices, 2)
            .map(policy -> row(policy, weights));
    DataFrameWriter<Row> writer = session.createDataFrame(rows, SCHEMA).write().mode("append");
    (layout == Layout.BY_BUCKET ? writer.partitionBy("return_bucket") : writer)
        .parquet(directory.toString());
  }

  private static Row row(int policy, ParquetBenchmark.Weights source) {
    float[] weights = source.of(policy);
    Float[] boxed = new Float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      boxed[i] = weights[i];
    }
    return RowFactory.create(policy, boxed, source.bucketOf(policy));
  }

  @Override
  public long read(Path directory) {
    long values = 0;
    for (Row row : session.read().parquet(directory.toString()).collectAsList()) {
      values += row.getList(row.fieldIndex("weights")).size();
    }
    return values;
  }
}
