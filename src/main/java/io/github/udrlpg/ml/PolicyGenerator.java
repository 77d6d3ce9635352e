package io.github.udrlpg.ml;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.FittedGenerator;
import io.github.udrlpg.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Fits a policy generator to stored policies, by the regression of arXiv 2501.16288, equation 2: a
 * command, the scaled return that a policy achieved, and the policy's weights.
 *
 * <p>The driver holds as many policies as {@code capacity} allows, whatever the size of the
 * dataset: of each return bucket those of lowest hash. So the number of partitions and the order of
 * the rows never change the model. Policies with a diverged episode are never trained on.
 *
 * <p>A command has to mean one thing: policies of several environments, or of runs with different
 * scales of returns, are refused where the dataset has the columns that tell.
 *
 * <p>Defaults are those of {@code conf/reference.conf}, whose keys the parameters are named after.
 */
public final class PolicyGenerator extends PolicyGeneratorParams implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  /** Creates an estimator with the defaults. */
  public PolicyGenerator() {
    this(Identifiable$.MODULE$.randomUID("policyGenerator"));
  }

  /** Creates an estimator with the defaults and an identifier, as MLlib reads a stored one. */
  public PolicyGenerator(String uid) {
    super(uid);
  }

  @Override
  PolicyGenerator self() {
    return this;
  }

  /** Takes over the settings of a run, as {@code conf/*.conf} give them. */
  public PolicyGenerator setSettings(Settings settings) {
    new SettingsParams(this::set).put(this, settings);
    return this;
  }

  /**
   * Fits a generator.
   *
   * @throws InvalidInputException naming every parameter that is wrong, or what is wrong with the
   *     rows
   */
  @Override
  public PolicyGeneratorModel fit(Dataset<?> dataset) {
    return model(train(dataset, progress -> {}));
  }

  /**
   * Fits a generator and returns it with all that a run needs to go on with it.
   *
   * @param listener told of every hundred updates
   * @throws InvalidInputException as {@link #fit}
   */
  public FittedGenerator train(Dataset<?> dataset, Consumer<FittedGenerator.Progress> listener) {
    transformSchema(dataset.schema());
    OneTask.require(
        dataset,
        getOrDefault(commandCol()),
        isDefined(policyLayers()) ? Optional.empty() : Optional.of(getOrDefault(envId())));
    ParamsSettings settings = new ParamsSettings(this);
    return new Fit(
            settings.offline(),
            settings.shape(),
            getOrDefault(commandCol()),
            getOrDefault(weightsCol()))
        .run(dataset, (Boolean) getOrDefault(restateWeights()), listener);
  }

  /** Returns the model of a generator that {@link #train} returned. */
  public PolicyGeneratorModel model(FittedGenerator fitted) {
    PolicyGeneratorModel model =
        PolicyGeneratorModel.of(Identifiable$.MODULE$.randomUID("policyGeneratorModel"), fitted);
    return copyValues(model, ParamMap.empty()).setParent(this);
  }

  /**
   * @throws InvalidInputException naming every parameter and column that is wrong
   */
  @Override
  public StructType transformSchema(StructType schema) {
    List<String> problems = new ArrayList<>();
    ParamsSettings settings = new ParamsSettings(this);
    attempt(problems, settings::offline);
    attempt(problems, settings::shape);
    attempt(problems, () -> Columns.requireNumbers(schema, getOrDefault(commandCol())));
    attempt(problems, () -> Columns.requireWeights(schema, getOrDefault(weightsCol())));
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join("\n", problems));
    }
    return Columns.add(
        schema,
        getOrDefault(predictionCol()),
        new PredictedPolicies(settings.shape(), Optional.empty()).metadata());
  }

  private static void attempt(List<String> problems, Runnable part) {
    try {
      part.run();
    } catch (InvalidInputException | IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
  }

  @Override
  public PolicyGenerator copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Returns what reads a stored estimator. */
  public static MLReader<PolicyGenerator> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads a stored estimator. */
  public static PolicyGenerator load(String path) {
    return read().load(path);
  }
}
