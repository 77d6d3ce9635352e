package io.github.udrlpg.ml;

import static org.apache.spark.sql.functions.col;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.Parts;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.config.ReturnSettings;
import io.github.udrlpg.config.ReturnSettings.SurvivalBonus;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.text.Text;
import java.util.List;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Measures a generator by what its policies earn: executors play the predicted weights of every row
 * in the simulator, {@code episodes} times each. So a {@code CrossValidator} chooses settings by
 * returns, and not by how near weights are to stored ones, which says little of either.
 *
 * <p>Metrics, means over the rows:
 *
 * <ul>
 *   <li>{@code identityError}, the default: |c − g|, where c is the command and g the scaled mean
 *       training return of the policy's episodes, never below 0, as commands are. Smaller is
 *       better.
 *   <li>{@code meanReturn}: the unscaled return of an episode, the survival bonus included. Larger
 *       is better.
 * </ul>
 *
 * <p>The policies' layers, and what they see observations through, are in the metadata of the
 * column that {@link PolicyGeneratorModel} adds. Episodes begin from states that the seed, the
 * command and the number of the episode decide, so the number of partitions and the order of rows
 * change nothing, and two models are compared from the same states.
 *
 * <p>Defaults are those of {@code conf/reference.conf}.
 */
public final class ReturnEvaluator extends Evaluator implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> commandCol;
  private final Param<String> predictionCol;
  private final Param<String> metricName;
  private final Param<String> envId;
  private final DoubleParam returnMin;
  private final DoubleParam returnMax;
  private final Param<String> survivalBonus;
  private final IntParam episodes;
  private final LongParam seed;

  /** Creates an evaluator with the defaults. */
  public ReturnEvaluator() {
    this(Identifiable$.MODULE$.randomUID("returnEvaluator"));
  }

  /** Creates an evaluator with the defaults and an identifier, as MLlib reads a stored one. */
  public ReturnEvaluator(String uid) {
    this.uid = uid;
    commandCol = new Param<>(uid, "commandCol", "column of commanded scaled returns");
    predictionCol = new Param<>(uid, "predictionCol", "column that the model added");
    metricName = new Param<>(uid, "metricName", "identityError or meanReturn");
    envId = new Param<>(uid, "envId", "task that the policies are played in");
    returnMin = new DoubleParam(uid, "returnMin", "training return at command 0");
    returnMax = new DoubleParam(uid, "returnMax", "training return at command 1");
    survivalBonus = new Param<>(uid, "survivalBonus", "include or exclude, in training returns");
    episodes = new IntParam(uid, "episodes", "episodes of every row's policy, from 1");
    seed = new LongParam(uid, "seed", "seed of the states that episodes begin from");
    setDefault(commandCol, "scaled_return");
    setDefault(predictionCol, "prediction");
    setDefault(metricName, ReturnMetric.IDENTITY_ERROR.label());
    new SettingsParams(this::setDefault)
        .put(this, ConfigLoader.load("", "defaults", List.of()).settings());
  }

  /** Takes over task, scale of returns, episodes and seed of a run's settings. */
  public ReturnEvaluator setSettings(Settings settings) {
    new SettingsParams(this::set).put(this, settings);
    return this;
  }

  @Override
  public String uid() {
    return uid;
  }

  /**
   * Plays the policies. Rows without a command or without weights are left out, and so are episodes
   * that diverge and policies of which all do.
   *
   * @throws InvalidInputException if a parameter or a column is wrong, the column of weights does
   *     not say what policies they make or is of another task, or there are no policies
   * @throws IllegalStateException if every episode of all policies diverged
   */
  @Override
  public double evaluate(Dataset<?> dataset) {
    PlayedPolicies played = played(dataset.schema());
    Dataset<Row> policies = policies(dataset);
    // One number for each policy that was played, so that the last bit of their sum can be the same
    // whatever order they arrive in.
    List<Double> ofPolicies = policies.mapPartitions(played, Encoders.DOUBLE()).collectAsList();
    double[] values =
        ofPolicies.stream()
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    if (ofPolicies.isEmpty()) {
      throw new InvalidInputException("There are no policies to play");
    }
    if (values.length == 0) {
      // A number would win or lose a comparison of models that it has no part in.
      throw new IllegalStateException(
          Text.format(
              "Every episode of all %d policies diverged in %s: there is no return to measure",
              ofPolicies.size(), getOrDefault(envId)));
    }
    return sum / values.length;
  }

  private PlayedPolicies played(StructType schema) {
    String prediction = getOrDefault(predictionCol);
    Columns.requireNumbers(schema, getOrDefault(commandCol));
    Columns.requireWeights(schema, prediction);
    int count = (Integer) getOrDefault(episodes);
    if (count < 1) {
      throw new InvalidInputException("episodes: must be positive, found " + count);
    }
    PredictedPolicies policies = PredictedPolicies.of(schema, prediction);
    return new PlayedPolicies(
        requireTask(policies.shape()).id(),
        policies.shape(),
        policies.requireNormalizer(prediction),
        scale(),
        metric(),
        count,
        new Seeds((Long) getOrDefault(seed)));
  }

  private EnvironmentSpec requireTask(PolicyShape shape) {
    EnvironmentSpec task = Environments.spec(getOrDefault(envId));
    int outputs = shape.outputs(shape.depth() - 1);
    if (task.observationSize() != shape.inputs(0) || task.actionSpace().outputs() != outputs) {
      throw new InvalidInputException(
          Text.format(
                  "envId: the policies have layers %s, and %s needs %d inputs and %d outputs: set"
                      + " it to the",
                  shape.layers(), task.id(), task.observationSize(), task.actionSpace().outputs())
              + " policies' task");
    }
    return task;
  }

  private ReturnScale scale() {
    // Checked as a configuration's keys are.
    return Parts.returnScale(
        new ReturnSettings(
            (Double) getOrDefault(returnMin),
            (Double) getOrDefault(returnMax),
            Choice.of(survivalBonus, getOrDefault(survivalBonus), SurvivalBonus.class)));
  }

  /** Few partitions of large files would leave executors idle while others play. */
  private Dataset<Row> policies(Dataset<?> dataset) {
    Column command = col(getOrDefault(commandCol)).cast("double");
    Column weights = Columns.floats(dataset.schema(), getOrDefault(predictionCol));
    Dataset<Row> policies =
        dataset
            .select(command.as("command"), weights.as("weights"))
            .filter(col("command").isNotNull().and(col("weights").isNotNull()));
    int atOnce = dataset.sparkSession().sparkContext().defaultParallelism();
    return policies.toJavaRDD().getNumPartitions() < atOnce
        ? policies.repartition(atOnce)
        : policies;
  }

  private ReturnMetric metric() {
    return ReturnMetric.of(getOrDefault(metricName));
  }

  @Override
  public boolean isLargerBetter() {
    return metric().isLargerBetter();
  }

  @Override
  public ReturnEvaluator copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Returns what reads a stored evaluator. */
  public static MLReader<ReturnEvaluator> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads a stored evaluator. */
  public static ReturnEvaluator load(String path) {
    return read().load(path);
  }

  /** Returns the parameter {@code commandCol}. */
  public Param<String> commandCol() {
    return commandCol;
  }

  /** Returns the parameter {@code predictionCol}. */
  public Param<String> predictionCol() {
    return predictionCol;
  }

  /** Returns the parameter {@code metricName}. */
  public Param<String> metricName() {
    return metricName;
  }

  /** Returns the parameter {@code envId}. */
  public Param<String> envId() {
    return envId;
  }

  /** Returns the parameter {@code returnMin}. */
  public DoubleParam returnMin() {
    return returnMin;
  }

  /** Returns the parameter {@code returnMax}. */
  public DoubleParam returnMax() {
    return returnMax;
  }

  /** Returns the parameter {@code survivalBonus}. */
  public Param<String> survivalBonus() {
    return survivalBonus;
  }

  /** Returns the parameter {@code episodes}. */
  public IntParam episodes() {
    return episodes;
  }

  /** Returns the parameter {@code seed}. */
  public LongParam seed() {
    return seed;
  }

  /** Sets {@link #commandCol}. */
  public ReturnEvaluator setCommandCol(String value) {
    set(commandCol, value);
    return this;
  }

  /** Sets {@link #predictionCol}. */
  public ReturnEvaluator setPredictionCol(String value) {
    set(predictionCol, value);
    return this;
  }

  /** Sets {@link #metricName}. */
  public ReturnEvaluator setMetricName(String value) {
    set(metricName, value);
    return this;
  }

  /** Sets {@link #envId}. */
  public ReturnEvaluator setEnvId(String value) {
    set(envId, value);
    return this;
  }

  /** Sets {@link #returnMin}. */
  public ReturnEvaluator setReturnMin(double value) {
    set(returnMin, value);
    return this;
  }

  /** Sets {@link #returnMax}. */
  public ReturnEvaluator setReturnMax(double value) {
    set(returnMax, value);
    return this;
  }

  /** Sets {@link #survivalBonus}. */
  public ReturnEvaluator setSurvivalBonus(String value) {
    set(survivalBonus, value);
    return this;
  }

  /** Sets {@link #episodes}. */
  public ReturnEvaluator setEpisodes(int value) {
    set(episodes, value);
    return this;
  }

  /** Sets {@link #seed}. */
  public ReturnEvaluator setSeed(long value) {
    set(seed, value);
    return this;
  }
}
