package io.github.udrlpg.ml;

import static org.apache.spark.sql.functions.col;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.FittedGenerator;
import io.github.udrlpg.generator.PortableGenerator;
import io.github.udrlpg.harness.Calibration;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.store.UserPath;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted policy generator: adds to every command, a scaled return, the weights of a policy that
 * is to achieve it, {@code array<float>}; to a command that is null, null.
 *
 * <p>Executors compute the weights in plain Java, from a broadcast of the generator's parameters: a
 * column may hold any number of different commands, so making the policies on the driver and
 * sending them out would have no bound, and executors need no ND4J.
 *
 * <p>Weights are those of policies that see observations through {@link #normalizer()}. The
 * metadata of the column says so, and what layers the policies have, to a {@link ReturnEvaluator}.
 */
public final class PolicyGeneratorModel extends Model<PolicyGeneratorModel> implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> commandCol;
  private final Param<String> predictionCol;
  private final BooleanParam calibrated;
  private Calibration calibration;
  private PortableGenerator generator;
  private ObservationNormalizer normalizer;
  private boolean restated;
  private transient Broadcast<PortableGenerator> shipped;

  /** Creates a model that has no generator yet, as MLlib does before it reads a stored one. */
  public PolicyGeneratorModel(String uid) {
    this.uid = uid;
    commandCol = new Param<>(uid, "commandCol", "column of scaled returns, numbers from 0");
    predictionCol = new Param<>(uid, "predictionCol", "column that is added: array<float>");
    calibrated =
        new BooleanParam(
            uid,
            "calibrated",
            "whether a command is turned into what was measured to achieve it, where the model has"
                + " a calibration");
    setDefault(commandCol, "scaled_return");
    setDefault(calibrated, true);
    setDefault(predictionCol, "prediction");
  }

  static PolicyGeneratorModel of(String uid, FittedGenerator fitted) {
    return new PolicyGeneratorModel(uid)
        .with(
            PortableGenerator.of(fitted.shape(), fitted.state().parameters()),
            fitted.observations().count() == 0 ? null : fitted.observations().toNormalizer(),
            fitted.restated());
  }

  PolicyGeneratorModel with(
      PortableGenerator ofModel, ObservationNormalizer normalizerOrNull, boolean isRestated) {
    generator = ofModel;
    normalizer = normalizerOrNull;
    restated = isRestated;
    return this;
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Returns the parameter {@code commandCol}. */
  public Param<String> commandCol() {
    return commandCol;
  }

  /** Sets {@link #commandCol}. */
  public PolicyGeneratorModel setCommandCol(String value) {
    set(commandCol, value);
    return this;
  }

  /** Returns the parameter {@code predictionCol}. */
  public Param<String> predictionCol() {
    return predictionCol;
  }

  /** Sets {@link #predictionCol}. */
  public PolicyGeneratorModel setPredictionCol(String value) {
    set(predictionCol, value);
    return this;
  }

  /** Returns the parameter {@code calibrated}. */
  public BooleanParam calibrated() {
    return calibrated;
  }

  /** Sets {@link #calibrated}. */
  public PolicyGeneratorModel setCalibrated(boolean value) {
    set(calibrated, value);
    return this;
  }

  /** Returns which command achieves which return; empty where nobody measured it. */
  public Optional<Calibration> calibration() {
    return Optional.ofNullable(calibration);
  }

  /** Makes a calibration the model's. */
  public PolicyGeneratorModel setCalibration(Calibration value) {
    calibration = value;
    return this;
  }

  private Optional<Calibration> calibrationInUse() {
    return (Boolean) getOrDefault(calibrated) ? calibration() : Optional.empty();
  }

  /** Returns the generator. */
  public PortableGenerator generator() {
    return generator;
  }

  /**
   * Returns what the policies see observations through: the statistics of all that the policies of
   * the training observed; empty where the dataset did not tell.
   */
  public Optional<ObservationNormalizer> normalizer() {
    return Optional.ofNullable(normalizer);
  }

  /** Returns whether the policies of the training were restated for {@link #normalizer()}. */
  public boolean isRestated() {
    return restated;
  }

  /**
   * Returns the weights for one command, {@code [parameters]}.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public float[] predict(double command) {
    return generator.generate(
        calibrationInUse().map(known -> known.command(command)).orElse(command));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    return dataset.select(
        col("*"),
        functions
            .udf(
                new Weights(
                    ship(dataset.sparkSession().sparkContext()), calibrationInUse().orElse(null)),
                Columns.WEIGHTS)
            .apply(col(getOrDefault(commandCol)).cast("double"))
            .as(getOrDefault(predictionCol), metadata()));
  }

  private Metadata metadata() {
    return new PredictedPolicies(generator.shape().policy(), normalizer()).metadata();
  }

  private synchronized Broadcast<PortableGenerator> ship(SparkContext spark) {
    if (shipped == null || !shipped.isValid()) {
      shipped = JavaSparkContext.fromSparkContext(spark).broadcast(generator);
    }
    return shipped;
  }

  /** What executors do. */
  private static final class Weights implements UDF1<Double, float[]> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<PortableGenerator> generator;

    private final Calibration calibrationOrNull;

    Weights(Broadcast<PortableGenerator> generator, Calibration calibrationOrNull) {
      this.generator = generator;
      this.calibrationOrNull = calibrationOrNull;
    }

    @Override
    public float[] call(Double command) {
      if (command == null) {
        return null;
      }
      return generator
          .value()
          .generate(calibrationOrNull == null ? command : calibrationOrNull.command(command));
    }
  }

  /**
   * @throws InvalidInputException if the column of commands is not there, or that of weights is
   */
  @Override
  public StructType transformSchema(StructType schema) {
    Columns.requireNumbers(schema, getOrDefault(commandCol));
    return Columns.add(schema, getOrDefault(predictionCol), metadata());
  }

  @Override
  public PolicyGeneratorModel copy(ParamMap extra) {
    return copyValues(
            new PolicyGeneratorModel(uid)
                .with(generator, normalizer, restated)
                .setCalibration(calibration),
            extra)
        .setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new Writer(this);
  }

  /** Returns what reads a stored model. */
  public static MLReader<PolicyGeneratorModel> read() {
    return new Reader();
  }

  /** Reads a stored model. */
  public static PolicyGeneratorModel load(String path) {
    return read().load(path);
  }

  /** Writes MLlib's metadata, and the generator beside it as safetensors. */
  private static final class Writer extends MLWriter {
    private final PolicyGeneratorModel model;

    Writer(PolicyGeneratorModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      new DefaultParamsWriter(model).saveImpl(path);
      try {
        ModelFile.save(sc().hadoopConfiguration(), path, model);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("Cannot write the model to " + path, e);
      }
    }
  }

  /** Reads what {@link Writer} wrote. */
  private static final class Reader extends MLReader<PolicyGeneratorModel> {
    @Override
    public PolicyGeneratorModel load(String path) {
      try {
        // Spark reads patterns; the model stands where its path says.
        String literal = UserPath.literal(UserPath.of(sc().hadoopConfiguration(), path));
        PolicyGeneratorModel model = new DefaultParamsReader<PolicyGeneratorModel>().load(literal);
        return ModelFile.load(sc().hadoopConfiguration(), path, model);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("Cannot read the model in " + path, e);
      }
    }
  }
}
