package io.github.udrlpg.analysis;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Principal components of points, by MLlib. All points are in one partition, so that sums are in
 * one order whatever the cluster; the greatest entry of a component is positive.
 */
final class PrincipalComponents {
  static final StructType POINTS = new StructType().add("features", SQLDataTypes.VectorType());

  private final double[] mean;
  private final double[][] components;
  private final double[] explained;

  private PrincipalComponents(double[] mean, double[][] components, double[] explained) {
    this.mean = mean;
    this.components = components;
    this.explained = explained;
  }

  /**
   * Finds them.
   *
   * @param points {@code [points][dimensions]}, at least two
   * @param most the most components that are wanted
   */
  static PrincipalComponents of(SparkSession session, List<double[]> points, int most) {
    int dimensions = points.get(0).length;
    int count = Math.min(most, Math.min(dimensions, points.size() - 1));
    PCAModel model =
        new PCA()
            .setInputCol("features")
            .setOutputCol("scores")
            .setK(count)
            .fit(table(session, points));
    DenseMatrix matrix = model.pc();
    double[][] components = new double[count][dimensions];
    for (int k = 0; k < count; k++) {
      double greatest = 0;
      for (int i = 0; i < dimensions; i++) {
        components[k][i] = matrix.apply(i, k);
        greatest = Math.abs(components[k][i]) > Math.abs(greatest) ? components[k][i] : greatest;
      }
      for (int i = 0; i < dimensions && greatest < 0; i++) {
        components[k][i] = -components[k][i];
      }
    }
    return new PrincipalComponents(mean(points), components, model.explainedVariance().toArray());
  }

  /** Returns points as MLlib takes them, in one partition. */
  static Dataset<Row> table(SparkSession session, List<double[]> points) {
    List<Row> rows = new ArrayList<>(points.size());
    points.forEach(point -> rows.add(RowFactory.create(Vectors.dense(point))));
    return session.createDataFrame(rows, POINTS).coalesce(1);
  }

  private static double[] mean(List<double[]> points) {
    double[] mean = new double[points.get(0).length];
    for (double[] point : points) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += point[i] / points.size();
      }
    }
    return mean;
  }

  /** Returns the share of the variance that each component holds, {@code [components]}. */
  double[] explained() {
    return explained.clone();
  }

  /** Returns a point's coordinates along the components, {@code [components]}. */
  double[] scores(double[] point) {
    double[] scores = new double[components.length];
    for (int k = 0; k < scores.length; k++) {
      for (int i = 0; i < mean.length; i++) {
        scores[k] += components[k][i] * (point[i] - mean[i]);
      }
    }
    return scores;
  }

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
