package io.github.udrlpg.ml;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.BufferSettings;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.config.GeneratorSettings;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.train.FittedGenerator;
import io.github.udrlpg.train.OfflineSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
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
 * <p>Defaults are those of {@code conf/reference.conf}, whose keys the parameters are named after.
 */
public final class PolicyGenerator extends Estimator<PolicyGeneratorModel>
    implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> commandCol;
  private final Param<String> weightsCol;
  private final Param<String> predictionCol;
  private final Param<String> envId;
  private final IntArrayParam policyHiddenSizes;
  private final IntArrayParam policyLayers;
  private final IntArrayParam hiddenSizes;
  private final IntParam embeddingDim;
  private final IntParam tile;
  private final DoubleParam learningRate;
  private final DoubleParam learningRateFinal;
  private final DoubleParam adamBeta1;
  private final DoubleParam adamBeta2;
  private final DoubleParam adamEpsilon;
  private final DoubleParam outputScale;
  private final Param<String> bufferKind;
  private final IntParam buckets;
  private final IntParam bucketCapacity;
  private final IntParam capacity;
  private final Param<String> weighting;
  private final DoubleParam weightingScale;
  private final IntParam updates;
  private final IntParam batchSize;
  private final DoubleParam tileFraction;
  private final BooleanParam restateWeights;
  private final LongParam seed;

  /** Creates an estimator with the defaults. */
  public PolicyGenerator() {
    this(Identifiable$.MODULE$.randomUID("policyGenerator"));
  }

  /** Creates an estimator with the defaults and an identifier, as MLlib reads a stored one. */
  public PolicyGenerator(String uid) {
    // Before the parameters, which take it down as their parent. Java sets fields only after
    // Estimator's constructor, so initialisers beside the fields would still find null.
    this.uid = uid;
    commandCol = new Param<>(uid, "commandCol", "column of scaled returns, numbers from 0");
    weightsCol = new Param<>(uid, "weightsCol", "column of policies' weights: array or vector");
    predictionCol = new Param<>(uid, "predictionCol", "column that the model adds: array<float>");
    envId = new Param<>(uid, "envId", "task that observations and actions belong to");
    policyHiddenSizes = new IntArrayParam(this, "policyHiddenSizes", "policies' hidden layers");
    policyLayers =
        new IntArrayParam(
            this,
            "policyLayers",
            "all layers of policies, observations first; set, it stands in place of envId and"
                + " policyHiddenSizes");
    hiddenSizes = new IntArrayParam(this, "hiddenSizes", "hidden layers of the generator");
    embeddingDim = new IntParam(uid, "embeddingDim", "numbers in the embedding of a tile");
    tile = new IntParam(uid, "tile", "side of a tile, in units of the policy");
    learningRate = new DoubleParam(uid, "learningRate", "Adam's step size, positive");
    learningRateFinal =
        new DoubleParam(uid, "learningRateFinal", "step size that it falls to over all updates");
    adamBeta1 = new DoubleParam(uid, "adamBeta1", "decay of the first moment, in [0, 1)");
    adamBeta2 = new DoubleParam(uid, "adamBeta2", "decay of the second moment, in [0, 1)");
    adamEpsilon = new DoubleParam(uid, "adamEpsilon", "against division by zero, positive");
    outputScale = new DoubleParam(uid, "outputScale", "s of s / sqrt(fan-in); unset for none");
    bufferKind = new Param<>(uid, "bufferKind", "buckets or uniform");
    buckets = new IntParam(uid, "buckets", "return buckets over scaled returns from 0 to 1");
    bucketCapacity =
        new IntParam(uid, "bucketCapacity", "a bucket holds one more than this; -1 for no limit");
    capacity = new IntParam(uid, "capacity", "the most policies that are trained on");
    weighting = new Param<>(uid, "weighting", "uniform, reciprocal, exp or max");
    weightingScale = new DoubleParam(uid, "weightingScale", "the s of reciprocal and exp");
    updates = new IntParam(uid, "updates", "number of updates");
    batchSize = new IntParam(uid, "batchSize", "pairs of each update");
    tileFraction = new DoubleParam(uid, "tileFraction", "share of tiles of an update, (0, 1]");
    restateWeights =
        new BooleanParam(
            uid,
            "restateWeights",
            "whether policies are restated for the observation statistics of all of them, where"
                + " their columns are there");
    seed = new LongParam(uid, "seed", "seed of everything that is drawn");
    setDefaults();
  }

  private void setDefaults() {
    setDefault(commandCol, "scaled_return");
    setDefault(weightsCol, "weights");
    setDefault(predictionCol, "prediction");
    setDefault(updates, 10_000);
    setDefault(restateWeights, true);
    new SettingsParams(this::setDefault)
        .put(this, ConfigLoader.load("", "defaults", List.of()).settings());
  }

  /** Takes over the settings of a run, as {@code conf/*.conf} give them. */
  public PolicyGenerator setSettings(Settings settings) {
    new SettingsParams(this::set).put(this, settings);
    return this;
  }

  @Override
  public String uid() {
    return uid;
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
    return new Fit(settings(), shape(), getOrDefault(commandCol), getOrDefault(weightsCol))
        .run(dataset, (Boolean) getOrDefault(restateWeights), listener);
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
    attempt(problems, this::settings);
    attempt(problems, this::shape);
    attempt(problems, () -> Columns.requireNumbers(schema, getOrDefault(commandCol)));
    attempt(problems, () -> Columns.requireWeights(schema, getOrDefault(weightsCol)));
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join("\n", problems));
    }
    return Columns.add(schema, getOrDefault(predictionCol));
  }

  private static void attempt(List<String> problems, Runnable part) {
    try {
      part.run();
    } catch (InvalidInputException | IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
  }

  private OfflineSettings settings() {
    GeneratorSettings generator =
        new GeneratorSettings(
            list(hiddenSizes),
            number(embeddingDim).intValue(),
            number(tile).intValue(),
            number(learningRate).doubleValue(),
            optional(learningRateFinal),
            Math.max(1, number(updates).intValue()),
            number(adamBeta1).doubleValue(),
            number(adamBeta2).doubleValue(),
            number(adamEpsilon).doubleValue(),
            optional(outputScale));
    int perBucket = number(bucketCapacity).intValue();
    BufferSettings buffer =
        new BufferSettings(
            choice(bufferKind, BufferSettings.Kind.class),
            number(buckets).intValue(),
            perBucket == -1 ? OptionalInt.empty() : OptionalInt.of(perBucket),
            number(capacity).intValue(),
            choice(weighting, BufferSettings.Weighting.class),
            number(weightingScale).doubleValue());
    return new OfflineSettings(
        generator,
        buffer,
        number(batchSize).intValue(),
        number(tileFraction).doubleValue(),
        number(updates).intValue(),
        number(seed).longValue());
  }

  private PolicyShape shape() {
    if (isDefined(policyLayers)) {
      return new PolicyShape(list(policyLayers));
    }
    EnvironmentSpec environment = Environments.spec(getOrDefault(envId));
    List<Integer> layers = new ArrayList<>();
    layers.add(environment.observationSize());
    layers.addAll(list(policyHiddenSizes));
    layers.add(environment.actionSpace().outputs());
    return new PolicyShape(layers);
  }

  private List<Integer> list(IntArrayParam param) {
    return IntStream.of(getOrDefault(param)).boxed().toList();
  }

  private Number number(Param<Object> param) {
    return (Number) getOrDefault(param);
  }

  private OptionalDouble optional(DoubleParam param) {
    return isDefined(param)
        ? OptionalDouble.of(number(param).doubleValue())
        : OptionalDouble.empty();
  }

  private <E extends Enum<E>> E choice(Param<String> param, Class<E> type) {
    String name = getOrDefault(param);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
        return constant;
      }
    }
    throw new InvalidInputException(
        "%s: must be one of %s, found '%s'"
            .formatted(
                param.name(),
                List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT),
                name));
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

  /** Returns the parameter {@code commandCol}. */
  public Param<String> commandCol() {
    return commandCol;
  }

  /** Returns the parameter {@code weightsCol}. */
  public Param<String> weightsCol() {
    return weightsCol;
  }

  /** Returns the parameter {@code predictionCol}. */
  public Param<String> predictionCol() {
    return predictionCol;
  }

  /** Returns the parameter {@code envId}. */
  public Param<String> envId() {
    return envId;
  }

  /** Returns the parameter {@code policyHiddenSizes}. */
  public IntArrayParam policyHiddenSizes() {
    return policyHiddenSizes;
  }

  /** Returns the parameter {@code policyLayers}. */
  public IntArrayParam policyLayers() {
    return policyLayers;
  }

  /** Returns the parameter {@code hiddenSizes}. */
  public IntArrayParam hiddenSizes() {
    return hiddenSizes;
  }

  /** Returns the parameter {@code embeddingDim}. */
  public IntParam embeddingDim() {
    return embeddingDim;
  }

  /** Returns the parameter {@code tile}. */
  public IntParam tile() {
    return tile;
  }

  /** Returns the parameter {@code learningRate}. */
  public DoubleParam learningRate() {
    return learningRate;
  }

  /** Returns the parameter {@code learningRateFinal}. */
  public DoubleParam learningRateFinal() {
    return learningRateFinal;
  }

  /** Returns the parameter {@code adamBeta1}. */
  public DoubleParam adamBeta1() {
    return adamBeta1;
  }

  /** Returns the parameter {@code adamBeta2}. */
  public DoubleParam adamBeta2() {
    return adamBeta2;
  }

  /** Returns the parameter {@code adamEpsilon}. */
  public DoubleParam adamEpsilon() {
    return adamEpsilon;
  }

  /** Returns the parameter {@code outputScale}. */
  public DoubleParam outputScale() {
    return outputScale;
  }

  /** Returns the parameter {@code bufferKind}. */
  public Param<String> bufferKind() {
    return bufferKind;
  }

  /** Returns the parameter {@code buckets}. */
  public IntParam buckets() {
    return buckets;
  }

  /** Returns the parameter {@code bucketCapacity}. */
  public IntParam bucketCapacity() {
    return bucketCapacity;
  }

  /** Returns the parameter {@code capacity}. */
  public IntParam capacity() {
    return capacity;
  }

  /** Returns the parameter {@code weighting}. */
  public Param<String> weighting() {
    return weighting;
  }

  /** Returns the parameter {@code weightingScale}. */
  public DoubleParam weightingScale() {
    return weightingScale;
  }

  /** Returns the parameter {@code updates}. */
  public IntParam updates() {
    return updates;
  }

  /** Returns the parameter {@code batchSize}. */
  public IntParam batchSize() {
    return batchSize;
  }

  /** Returns the parameter {@code tileFraction}. */
  public DoubleParam tileFraction() {
    return tileFraction;
  }

  /** Returns the parameter {@code restateWeights}. */
  public BooleanParam restateWeights() {
    return restateWeights;
  }

  /** Returns the parameter {@code seed}. */
  public LongParam seed() {
    return seed;
  }

  /** Sets {@link #commandCol}. */
  public PolicyGenerator setCommandCol(String value) {
    set(commandCol, value);
    return this;
  }

  /** Sets {@link #weightsCol}. */
  public PolicyGenerator setWeightsCol(String value) {
    set(weightsCol, value);
    return this;
  }

  /** Sets {@link #predictionCol}. */
  public PolicyGenerator setPredictionCol(String value) {
    set(predictionCol, value);
    return this;
  }

  /** Sets {@link #envId}. */
  public PolicyGenerator setEnvId(String value) {
    set(envId, value);
    return this;
  }

  /** Sets {@link #policyHiddenSizes}. */
  public PolicyGenerator setPolicyHiddenSizes(int... values) {
    set(policyHiddenSizes, values.clone());
    return this;
  }

  /** Sets {@link #policyLayers}. */
  public PolicyGenerator setPolicyLayers(int... values) {
    set(policyLayers, values.clone());
    return this;
  }

  /** Sets {@link #hiddenSizes}. */
  public PolicyGenerator setHiddenSizes(int... values) {
    set(hiddenSizes, values.clone());
    return this;
  }

  /** Sets {@link #embeddingDim}. */
  public PolicyGenerator setEmbeddingDim(int value) {
    set(embeddingDim, value);
    return this;
  }

  /** Sets {@link #tile}. */
  public PolicyGenerator setTile(int value) {
    set(tile, value);
    return this;
  }

  /** Sets {@link #learningRate}. */
  public PolicyGenerator setLearningRate(double value) {
    set(learningRate, value);
    return this;
  }

  /** Sets {@link #learningRateFinal}. */
  public PolicyGenerator setLearningRateFinal(double value) {
    set(learningRateFinal, value);
    return this;
  }

  /** Sets {@link #adamBeta1}. */
  public PolicyGenerator setAdamBeta1(double value) {
    set(adamBeta1, value);
    return this;
  }

  /** Sets {@link #adamBeta2}. */
  public PolicyGenerator setAdamBeta2(double value) {
    set(adamBeta2, value);
    return this;
  }

  /** Sets {@link #adamEpsilon}. */
  public PolicyGenerator setAdamEpsilon(double value) {
    set(adamEpsilon, value);
    return this;
  }

  /** Sets {@link #outputScale}. */
  public PolicyGenerator setOutputScale(double value) {
    set(outputScale, value);
    return this;
  }

  /** Sets {@link #bufferKind}. */
  public PolicyGenerator setBufferKind(String value) {
    set(bufferKind, value);
    return this;
  }

  /** Sets {@link #buckets}. */
  public PolicyGenerator setBuckets(int value) {
    set(buckets, value);
    return this;
  }

  /** Sets {@link #bucketCapacity}. */
  public PolicyGenerator setBucketCapacity(int value) {
    set(bucketCapacity, value);
    return this;
  }

  /** Sets {@link #capacity}. */
  public PolicyGenerator setCapacity(int value) {
    set(capacity, value);
    return this;
  }

  /** Sets {@link #weighting}. */
  public PolicyGenerator setWeighting(String value) {
    set(weighting, value);
    return this;
  }

  /** Sets {@link #weightingScale}. */
  public PolicyGenerator setWeightingScale(double value) {
    set(weightingScale, value);
    return this;
  }

  /** Sets {@link #updates}. */
  public PolicyGenerator setUpdates(int value) {
    set(updates, value);
    return this;
  }

  /** Sets {@link #batchSize}. */
  public PolicyGenerator setBatchSize(int value) {
    set(batchSize, value);
    return this;
  }

  /** Sets {@link #tileFraction}. */
  public PolicyGenerator setTileFraction(double value) {
    set(tileFraction, value);
    return this;
  }

  /** Sets {@link #restateWeights}. */
  public PolicyGenerator setRestateWeights(boolean value) {
    set(restateWeights, value);
    return this;
  }

  /** Sets {@link #seed}. */
  public PolicyGenerator setSeed(long value) {
    set(seed, value);
    return this;
  }
}
