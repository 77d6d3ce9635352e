package io.github.udrlpg.ml;

import io.github.udrlpg.config.ConfigLoader;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/**
 * The parameters of {@link PolicyGenerator}, and their setters: one for each key of a configuration
 * that a fit depends on, with the defaults of {@code conf/reference.conf}.
 */
public abstract class PolicyGeneratorParams extends Estimator<PolicyGeneratorModel> {
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
  private final Param<String> engine;
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

  PolicyGeneratorParams(String uid) {
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
    engine = new Param<>(uid, "engine", "native or nd4j");
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

  /** Returns this, as what it is. */
  abstract PolicyGenerator self();

  @Override
  public String uid() {
    return uid;
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

  /** Returns the parameter {@code engine}. */
  public Param<String> engine() {
    return engine;
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
    return self();
  }

  /** Sets {@link #weightsCol}. */
  public PolicyGenerator setWeightsCol(String value) {
    set(weightsCol, value);
    return self();
  }

  /** Sets {@link #predictionCol}. */
  public PolicyGenerator setPredictionCol(String value) {
    set(predictionCol, value);
    return self();
  }

  /** Sets {@link #envId}. */
  public PolicyGenerator setEnvId(String value) {
    set(envId, value);
    return self();
  }

  /** Sets {@link #policyHiddenSizes}. */
  public PolicyGenerator setPolicyHiddenSizes(int... values) {
    set(policyHiddenSizes, values.clone());
    return self();
  }

  /** Sets {@link #policyLayers}. */
  public PolicyGenerator setPolicyLayers(int... values) {
    set(policyLayers, values.clone());
    return self();
  }

  /** Sets {@link #hiddenSizes}. */
  public PolicyGenerator setHiddenSizes(int... values) {
    set(hiddenSizes, values.clone());
    return self();
  }

  /** Sets {@link #embeddingDim}. */
  public PolicyGenerator setEmbeddingDim(int value) {
    set(embeddingDim, value);
    return self();
  }

  /** Sets {@link #tile}. */
  public PolicyGenerator setTile(int value) {
    set(tile, value);
    return self();
  }

  /** Sets {@link #learningRate}. */
  public PolicyGenerator setLearningRate(double value) {
    set(learningRate, value);
    return self();
  }

  /** Sets {@link #learningRateFinal}. */
  public PolicyGenerator setLearningRateFinal(double value) {
    set(learningRateFinal, value);
    return self();
  }

  /** Sets {@link #adamBeta1}. */
  public PolicyGenerator setAdamBeta1(double value) {
    set(adamBeta1, value);
    return self();
  }

  /** Sets {@link #adamBeta2}. */
  public PolicyGenerator setAdamBeta2(double value) {
    set(adamBeta2, value);
    return self();
  }

  /** Sets {@link #adamEpsilon}. */
  public PolicyGenerator setAdamEpsilon(double value) {
    set(adamEpsilon, value);
    return self();
  }

  /** Sets {@link #outputScale}. */
  public PolicyGenerator setOutputScale(double value) {
    set(outputScale, value);
    return self();
  }

  /** Sets {@link #engine}. */
  public PolicyGenerator setEngine(String value) {
    set(engine, value);
    return self();
  }

  /** Sets {@link #bufferKind}. */
  public PolicyGenerator setBufferKind(String value) {
    set(bufferKind, value);
    return self();
  }

  /** Sets {@link #buckets}. */
  public PolicyGenerator setBuckets(int value) {
    set(buckets, value);
    return self();
  }

  /** Sets {@link #bucketCapacity}. */
  public PolicyGenerator setBucketCapacity(int value) {
    set(bucketCapacity, value);
    return self();
  }

  /** Sets {@link #capacity}. */
  public PolicyGenerator setCapacity(int value) {
    set(capacity, value);
    return self();
  }

  /** Sets {@link #weighting}. */
  public PolicyGenerator setWeighting(String value) {
    set(weighting, value);
    return self();
  }

  /** Sets {@link #weightingScale}. */
  public PolicyGenerator setWeightingScale(double value) {
    set(weightingScale, value);
    return self();
  }

  /** Sets {@link #updates}. */
  public PolicyGenerator setUpdates(int value) {
    set(updates, value);
    return self();
  }

  /** Sets {@link #batchSize}. */
  public PolicyGenerator setBatchSize(int value) {
    set(batchSize, value);
    return self();
  }

  /** Sets {@link #tileFraction}. */
  public PolicyGenerator setTileFraction(double value) {
    set(tileFraction, value);
    return self();
  }

  /** Sets {@link #restateWeights}. */
  public PolicyGenerator setRestateWeights(boolean value) {
    set(restateWeights, value);
    return self();
  }

  /** Sets {@link #seed}. */
  public PolicyGenerator setSeed(long value) {
    set(seed, value);
    return self();
  }
}
