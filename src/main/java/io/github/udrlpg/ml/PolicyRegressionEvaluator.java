package io.github.udrlpg.ml;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.expr;

import io.github.udrlpg.InvalidInputException;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The mean squared error of generated weights, over rows and weights: what training makes small, so
 * smaller is better.
 *
 * <p>It compares with the weights as they stand in the dataset. A generator that was fitted with
 * {@code restateWeights} states its policies for other observation statistics than theirs, which
 * counts as error here: choose among such generators by what they achieve, with {@link
 * ReturnEvaluator}, or among generators that were fitted without.
 */
public final class PolicyRegressionEvaluator extends Evaluator implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> weightsCol;
  private final Param<String> predictionCol;

  /** Creates an evaluator. */
  public PolicyRegressionEvaluator() {
    this(Identifiable$.MODULE$.randomUID("policyRegressionEvaluator"));
  }

  /** Creates an evaluator with an identifier, as MLlib reads a stored one. */
  public PolicyRegressionEvaluator(String uid) {
    this.uid = uid;
    weightsCol = new Param<>(uid, "weightsCol", "column of policies' weights: array or vector");
    predictionCol = new Param<>(uid, "predictionCol", "column of generated weights");
    setDefault(weightsCol, "weights");
    setDefault(predictionCol, "prediction");
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Returns the parameter {@code weightsCol}. */
  public Param<String> weightsCol() {
    return weightsCol;
  }

  /** Sets {@link #weightsCol}. */
  public PolicyRegressionEvaluator setWeightsCol(String value) {
    set(weightsCol, value);
    return this;
  }

  /** Returns the parameter {@code predictionCol}. */
  public Param<String> predictionCol() {
    return predictionCol;
  }

  /** Sets {@link #predictionCol}. */
  public PolicyRegressionEvaluator setPredictionCol(String value) {
    set(predictionCol, value);
    return this;
  }

  /**
   * @throws InvalidInputException if a column is missing or of another type, or there are no rows
   */
  @Override
  public double evaluate(Dataset<?> dataset) {
    String weights = getOrDefault(weightsCol);
    String prediction = getOrDefault(predictionCol);
    Columns.requireWeights(dataset.schema(), weights);
    Columns.requireWeights(dataset.schema(), prediction);
    Row row =
        dataset
            .select(
                Columns.floats(dataset.schema(), weights).as("weights"),
                Columns.floats(dataset.schema(), prediction).as("prediction"))
            .select(
                avg(
                    expr(
                        "aggregate(zip_with(weights, prediction, (w, p) ->"
                            + " double(p - w) * double(p - w)), 0D, (sum, e) -> sum + e)"
                            + " / size(weights)")))
            .head();
    if (row.isNullAt(0)) {
      throw new InvalidInputException("There are no weights to compare");
    }
    return row.getDouble(0);
  }

  @Override
  public boolean isLargerBetter() {
    return false;
  }

  @Override
  public PolicyRegressionEvaluator copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Returns what reads a stored evaluator. */
  public static MLReader<PolicyRegressionEvaluator> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads a stored evaluator. */
  public static PolicyRegressionEvaluator load(String path) {
    return read().load(path);
  }
}
