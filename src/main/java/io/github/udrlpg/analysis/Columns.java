package io.github.udrlpg.analysis;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of the tables that rows of ours are made into. */
final class Columns {
  /**
   * A policy without its weights, its trial {@link io.github.udrlpg.compact.InputRun#NO_TRIAL}
   * outside of sweeps; the observation statistics stand in an iteration's first row.
   */
  static final StructType POLICIES =
      new StructType()
          .add("trial", DataTypes.IntegerType)
          .add("run", DataTypes.StringType)
          .add("iteration", DataTypes.IntegerType)
          .add("policy", DataTypes.IntegerType)
          .add("return_bucket", DataTypes.IntegerType)
          .add("origin", DataTypes.StringType)
          .add("command", DataTypes.DoubleType)
          .add("noise", DataTypes.DoubleType)
          .add("mean_return", DataTypes.DoubleType)
          .add("scaled_return", DataTypes.DoubleType)
          .add("sample_order", DataTypes.LongType)
          .add("observation_mean", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("observation_deviation", DataTypes.createArrayType(DataTypes.DoubleType));

  static final StructType WEIGHTS =
      new StructType()
          .add("trial", DataTypes.IntegerType)
          .add("run", DataTypes.StringType)
          .add("iteration", DataTypes.IntegerType)
          .add("policy", DataTypes.IntegerType)
          .add("return_bucket", DataTypes.IntegerType)
          .add("mean_return", DataTypes.DoubleType)
          .add("noise", DataTypes.DoubleType)
          .add("file", DataTypes.IntegerType)
          .add("weights_sha256", DataTypes.StringType)
          .add("weights_norm", DataTypes.DoubleType)
          .add("own_sketch", DataTypes.BinaryType)
          .add("restated_sketch", DataTypes.BinaryType);

  static final StructType SPREAD =
      new StructType()
          .add("return_bucket", DataTypes.IntegerType)
          .add("policies", DataTypes.IntegerType)
          .add("mean_return", DataTypes.DoubleType)
          .add("mean_distance", DataTypes.DoubleType)
          .add("weight_deviation", DataTypes.DoubleType)
          .add("restated_weight_deviation", DataTypes.DoubleType)
          .add("noise", DataTypes.DoubleType)
          .add("spread_to_noise", DataTypes.DoubleType);

  static final StructType COMPONENTS =
      new StructType()
          .add("trial", DataTypes.IntegerType)
          .add("run", DataTypes.StringType)
          .add("iteration", DataTypes.IntegerType)
          .add("policy", DataTypes.IntegerType)
          .add("mean_return", DataTypes.DoubleType)
          .add("scores", DataTypes.createArrayType(DataTypes.DoubleType));

  static final StructType NEIGHBOURS =
      new StructType()
          .add("trial", DataTypes.IntegerType)
          .add("run", DataTypes.StringType)
          .add("iteration", DataTypes.IntegerType)
          .add("policy", DataTypes.IntegerType)
          .add("nearest_trial", DataTypes.IntegerType)
          .add("nearest_run", DataTypes.StringType)
          .add("nearest_iteration", DataTypes.IntegerType)
          .add("nearest_policy", DataTypes.IntegerType)
          .add("distance", DataTypes.DoubleType)
          .add("distance_to_noise", DataTypes.DoubleType)
          .add("return_difference", DataTypes.DoubleType);

  static final StructType CLUSTERS =
      new StructType()
          .add("return_bucket", DataTypes.IntegerType)
          .add("policies", DataTypes.IntegerType)
          .add("silhouettes", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("two_means_silhouette", DataTypes.DoubleType)
          .add("null_mean", DataTypes.DoubleType)
          .add("null_max", DataTypes.DoubleType)
          .add("p", DataTypes.DoubleType)
          .add("sizes", DataTypes.createArrayType(DataTypes.IntegerType))
          .add("set_aside", DataTypes.IntegerType)
          .add("mean_iterations", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("mean_returns", DataTypes.createArrayType(DataTypes.DoubleType));

  static final StructType CLUSTER_RETURNS =
      new StructType()
          .add("return_bucket", DataTypes.IntegerType)
          .add("what", DataTypes.StringType)
          .add("policies", DataTypes.IntegerType)
          .add("episodes", DataTypes.IntegerType)
          .add("mean_return", DataTypes.DoubleType)
          .add("return_deviation", DataTypes.DoubleType);

  private Columns() {}
}
