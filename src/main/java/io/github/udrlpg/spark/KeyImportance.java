package io.github.udrlpg.spark;

import io.github.udrlpg.report.KeyAxis;
import io.github.udrlpg.report.SweepData.KeyShare;
import io.github.udrlpg.sweep.Importance;
import io.github.udrlpg.sweep.KeyTable;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How much each key matters, by MLlib's random forest regression of the score on the values of the
 * keys: how much the splits by a key lessen the variance, over all trees. What it is worth is
 * measured on trials that a forest has not seen. Stays on the driver; the fits are Spark jobs.
 */
public final class KeyImportance implements Importance.Model {
  private static final int TREES = 50;
  private static final int DEPTH = 5;
  private static final int FOLDS = 4;
  private static final long SEED = 1;
  private static final String SCORE = "score";
  private static final String FEATURES = "features";
  private static final String FOLD = "fold";

  private final JavaSparkContext spark;

  /** Creates a model. */
  public KeyImportance(JavaSparkContext spark) {
    this.spark = spark;
  }

  @Override
  public Importance of(KeyTable table) {
    if (table.scores().stream().distinct().count() < 2) {
      return Importance.none("All trials have the same score: no key matters");
    }
    Dataset<Row> rows = rows(table).cache();
    try {
      double[] shares = forest(rows, table).featureImportances().toArray();
      double r2 = heldOutR2(rows, table);
      List<KeyShare> keys =
          IntStream.range(0, shares.length)
              .mapToObj(key -> new KeyShare(table.keys().get(key).name(), shares[key]))
              .toList();
      return new Importance(keys, r2, note(table.scores().size(), r2));
    } finally {
      rows.unpersist();
    }
  }

  private static String note(int trials, double r2) {
    String worth =
        r2 < 0.2
            ? "so the shares say little"
            : r2 < 0.6 ? "so the shares are a hint" : "so the shares can be read";
    return Text.format(
        "By a random forest of %d trees on %d trials: each key's share of what splits by it lessen"
            + " the variance of the score. Forests that had not seen a trial explain %.2f of that"
            + " variance (held-out R², %d folds), %s.",
        TREES, trials, r2, FOLDS, worth);
  }

  private static RandomForestRegressionModel forest(Dataset<Row> rows, KeyTable table) {
    int values = table.keys().stream().mapToInt(key -> key.labels().size()).max().orElse(0);
    return new RandomForestRegressor()
        .setLabelCol(SCORE)
        .setFeaturesCol(FEATURES)
        .setNumTrees(TREES)
        .setMaxDepth(DEPTH)
        .setMaxBins(Math.max(32, values))
        .setFeatureSubsetStrategy("onethird")
        .setSeed(SEED)
        .fit(rows);
  }

  /** R² over all trials, each predicted by the forest of the folds that it is not in. */
  private static double heldOutR2(Dataset<Row> rows, KeyTable table) {
    double mean = table.scores().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double unexplained = 0;
    double variance = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      RandomForestRegressionModel model = forest(rows.filter(rows.col(FOLD).notEqual(fold)), table);
      for (Row row : rows.filter(rows.col(FOLD).equalTo(fold)).collectAsList()) {
        double score = row.getDouble(row.fieldIndex(SCORE));
        double predicted = model.predict((Vector) row.getAs(FEATURES));
        unexplained += (score - predicted) * (score - predicted);
        variance += (score - mean) * (score - mean);
      }
    }
    return 1 - unexplained / variance;
  }

  private Dataset<Row> rows(KeyTable table) {
    List<KeyAxis> keys = table.keys();
    StructType type =
        new StructType()
            .add(SCORE, DataTypes.DoubleType, false)
            .add(FOLD, DataTypes.IntegerType, false);
    List<String> columns = new ArrayList<>();
    for (int key = 0; key < keys.size(); key++) {
      // A dot in a column's name is an operator to Spark.
      columns.add("key" + key);
      type =
          type.add(
              new StructField(
                  "key" + key, DataTypes.DoubleType, false, metadata(keys.get(key), key)));
    }
    List<Row> rows = new ArrayList<>();
    for (int trial = 0; trial < table.scores().size(); trial++) {
      Object[] cells = new Object[2 + keys.size()];
      cells[0] = table.scores().get(trial);
      cells[1] = trial % FOLDS;
      for (int key = 0; key < keys.size(); key++) {
        cells[2 + key] = feature(keys.get(key), keys.get(key).values().get(trial));
      }
      rows.add(RowFactory.create(cells));
    }
    SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
    return new VectorAssembler()
        .setInputCols(columns.toArray(String[]::new))
        .setOutputCol(FEATURES)
        .transform(session.createDataFrame(rows, type).coalesce(1));
  }

  private static double feature(KeyAxis key, double value) {
    return key.scale() == KeyAxis.Scale.LOGARITHMIC ? Math.log10(value) : value;
  }

  /** Says that places in a list are no numbers: the forest then splits by sets of them. */
  private static Metadata metadata(KeyAxis key, int index) {
    if (key.isNumeric() || key.labels().size() < 2) {
      return Metadata.empty();
    }
    Attribute attribute =
        NominalAttribute.defaultAttr()
            .withName("key" + index)
            .withValues(key.labels().toArray(String[]::new));
    return attribute.toMetadata();
  }
}
