package io.github.udrlpg.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.FittedGenerator;
import io.github.udrlpg.harness.Calibration;
import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("spark")
@Tag("native")
class PolicyGeneratorTest {
  @TempDir static Path shared;
  private static SparkSession spark;
  private static Dataset<Row> policies;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    Path run = shared.resolve("run");
    Runs.train(new Configuration(), new org.apache.hadoop.fs.Path(run.toUri()));
    spark =
        SparkSession.builder()
            .config(LocalSpark.conf(2).set("spark.sql.shuffle.partitions", "2"))
            .getOrCreate();
    policies =
        StoredPolicies.open(new Configuration(), run.toString(), warning -> {}).read(spark).cache();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static PolicyGenerator estimator() {
    return new PolicyGenerator()
        .setSettings(Runs.tiny().settings())
        .setLearningRate(3e-3)
        .setUpdates(60);
  }

  private static List<float[]> weights(Dataset<Row> rows, String column) {
    List<float[]> all = new ArrayList<>();
    for (Row row : rows.select(column).collectAsList()) {
      List<Float> values = row.getList(0);
      float[] array = new float[values.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = values.get(i);
      }
      all.add(array);
    }
    return all;
  }

  private static void requireEqual(PolicyGeneratorModel found, PolicyGeneratorModel expected) {
    Map<String, float[]> parameters = expected.generator().parameters();
    assertThat(found.generator().parameters().keySet()).isEqualTo(parameters.keySet());
    found
        .generator()
        .parameters()
        .forEach((name, values) -> assertThat(values).as(name).isEqualTo(parameters.get(name)));
    assertThat(found.normalizer()).isEqualTo(expected.normalizer()).isPresent();
    assertThat(found.isRestated()).isEqualTo(expected.isRestated());
  }

  @Test
  void neitherPartitionsNorTheOrderOfRowsChangeABit() {
    PolicyGenerator estimator = estimator().setCapacity(7).setBucketCapacity(1);
    PolicyGeneratorModel one = estimator.fit(policies.repartition(1));
    PolicyGeneratorModel four =
        estimator.fit(policies.orderBy(org.apache.spark.sql.functions.rand(5)).repartition(4));
    requireEqual(four, one);
    assertThat(estimator.train(policies, progress -> {}).commands()).hasSize(7);
  }

  @Test
  void learnsPoliciesOfAnotherGeneratorBetterThanTheirMean() {
    Dataset<Row> others =
        estimator()
            .setSeed(5)
            .setUpdates(1)
            .fit(policies)
            .transform(spark.sql("select id / 20D as scaled_return from range(60)"))
            .withColumnRenamed("prediction", "weights");
    PolicyGenerator estimator =
        estimator().setLearningRate(1e-2).setLearningRateFinal(1e-4).setWeighting("uniform");
    PolicyRegressionEvaluator evaluator = new PolicyRegressionEvaluator();
    double trained = evaluator.evaluate(estimator.setUpdates(2000).fit(others).transform(others));
    double untrained = evaluator.evaluate(estimator.setUpdates(1).fit(others).transform(others));

    List<float[]> all = weights(others, "weights");
    double variance = 0;
    for (int i = 0; i < all.get(0).length; i++) {
      double mean = 0;
      for (float[] policy : all) {
        mean += policy[i] / all.size();
      }
      for (float[] policy : all) {
        variance += (policy[i] - mean) * (policy[i] - mean) / all.size() / policy.length;
      }
    }
    assertThat(trained).isPositive().isLessThan(untrained).isLessThan(variance / 2);
    assertThat(evaluator.isLargerBetter()).isFalse();
  }

  @Test
  void theModelGivesWhatItsGeneratorGives() {
    FittedGenerator fitted = estimator().train(policies, progress -> {});
    PolicyGeneratorModel model = estimator().model(fitted).setPredictionCol("made");
    Dataset<Row> made = model.transform(policies.select("scaled_return"));
    assertThat(made.schema().apply("made").dataType().simpleString()).isEqualTo("array<float>");
    List<Row> rows = made.collectAsList();
    List<float[]> weights = weights(made, "made");
    try (io.github.udrlpg.generator.PolicyGenerator generator =
        io.github.udrlpg.generator.PolicyGenerator.restore(
            fitted.shape(), AdamSettings.withLearningRate(1), fitted.state(), 1)) {
      for (int i = 0; i < rows.size(); i++) {
        float[] expected = generator.generate(rows.get(i).getDouble(0));
        for (int w = 0; w < expected.length; w++) {
          assertThat(weights.get(i)[w]).isCloseTo(expected[w], within(2e-5f));
        }
      }
    }
    assertThat(model.predict(0.5)).hasSize(8 * 16 + 16 + 16 * 2 + 2);
    Row nothing = model.transform(spark.sql("select cast(null as double) as scaled_return")).head();
    assertThat(nothing.isNullAt(1)).isTrue();
  }

  /** Arrays explain themselves by where they stand. */
  private static String explained(PolicyGenerator estimator) {
    return estimator.explainParams().replaceAll("\\[I@\\w+", "array");
  }

  @Test
  void estimatorAndModelAndEvaluatorComeBackAsTheyWere() throws IOException {
    PolicyGenerator estimator =
        estimator().setOutputScale(2).setWeighting("uniform").setSeed(99).setTile(5);
    String path = directory.resolve("estimator").toString();
    estimator.save(path);
    PolicyGenerator loaded = PolicyGenerator.load(path);
    assertThat(loaded.uid()).isEqualTo(estimator.uid());
    assertThat(explained(loaded)).isEqualTo(explained(estimator));
    assertThat(loaded.getOrDefault(loaded.hiddenSizes())).containsExactly(24);
    assertThat(loaded.getOrDefault(loaded.policyHiddenSizes())).containsExactly(16);
    assertThat(loaded.explainParams()).contains("seed").contains("current: 99");

    PolicyGeneratorModel model = estimator.fit(policies).setPredictionCol("made");
    String modelPath = directory.resolve("model").toString();
    model.save(modelPath);
    PolicyGeneratorModel loadedModel = PolicyGeneratorModel.load(modelPath);
    requireEqual(loadedModel, model);
    assertThat(loadedModel.predictionCol().parent()).isEqualTo(model.uid());
    assertThat(loadedModel.generator().shape()).isEqualTo(model.generator().shape());
    assertThat(weights(loadedModel.transform(policies), "made"))
        .usingRecursiveComparison()
        .isEqualTo(weights(model.transform(policies), "made"));
    assertThatThrownBy(() -> model.save(modelPath))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("already exists");
    assertThat(loadedModel.calibration()).isEmpty();
    // Twice the return is commanded for each that is wanted.
    List<Double> returns = IntStream.rangeClosed(0, 10).mapToObj(i -> 0.05 * i).toList();
    Calibration half = new Calibration(returns.stream().map(r -> 2 * r).toList(), returns);
    model.setCalibration(half);
    model.write().overwrite().save(modelPath);
    PolicyGeneratorModel calibrated = PolicyGeneratorModel.load(modelPath);
    assertThat(calibrated.calibration()).isEqualTo(model.calibration());
    assertThat(half.command(0.33)).isCloseTo(0.66, within(1e-12));
    assertThat(calibrated.predict(0.33)).isEqualTo(loadedModel.predict(half.command(0.33)));
    assertThat(weights(calibrated.transform(policies), "made"))
        .usingRecursiveComparison()
        .isEqualTo(weights(model.transform(policies), "made"))
        .isNotEqualTo(weights(loadedModel.transform(policies), "made"));
    assertThat(calibrated.setCalibrated(false).predict(0.3)).isEqualTo(loadedModel.predict(0.3));

    String evaluatorPath = directory.resolve("evaluator").toString();
    new PolicyRegressionEvaluator().setPredictionCol("made").save(evaluatorPath);
    assertThat(PolicyRegressionEvaluator.load(evaluatorPath).explainParams())
        .contains("current: made");
  }

  @Test
  void aStoredModelThatIsDamagedIsNotBelieved() throws IOException {
    String path = directory.resolve("model").toString();
    estimator().setUpdates(1).fit(policies).save(path);
    Path data = directory.resolve("model").resolve("data");
    String name = Runs.files(data).get(0);
    byte[] content = Files.readAllBytes(data.resolve(name));
    content[content.length - 5] ^= 1;
    Files.write(data.resolve(name), content);
    assertThatThrownBy(() -> PolicyGeneratorModel.load(path))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("its SHA-256 does not match its content");
    Files.delete(data.resolve(name));
    assertThatThrownBy(() -> PolicyGeneratorModel.load(path))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the model was not written to its end");
  }

  @Test
  void worksInPipelines() throws IOException {
    SQLTransformer doubling =
        new SQLTransformer().setStatement("SELECT *, least(scaled_return, 1) AS c FROM __THIS__");
    Pipeline pipeline =
        new Pipeline().setStages(new PipelineStage[] {doubling, estimator().setCommandCol("c")});
    String path = directory.resolve("pipeline").toString();
    pipeline.save(path);
    PipelineModel model = Pipeline.load(path).fit(policies);
    requireEqual(
        (PolicyGeneratorModel) model.stages()[1],
        (PolicyGeneratorModel) pipeline.fit(policies).stages()[1]);

    String modelPath = directory.resolve("pipelineModel").toString();
    model.save(modelPath);
    assertThat(weights(PipelineModel.load(modelPath).transform(policies), "prediction"))
        .usingRecursiveComparison()
        .isEqualTo(weights(model.transform(policies), "prediction"));
  }

  @Test
  @Tag("faults")
  void isChosenByCrossValidation() throws IOException {
    PolicyGenerator estimator = estimator().setRestateWeights(false);
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(estimator.learningRate(), new double[] {1e-9, 3e-3}).build();
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(estimator)
            .setEvaluator(new PolicyRegressionEvaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(1);
    CrossValidatorModel model = validator.fit(policies);
    assertThat(model.avgMetrics()).hasSize(2);
    assertThat(model.avgMetrics()[1]).isLessThan(model.avgMetrics()[0]);

    String path = directory.resolve("validated").toString();
    model.save(path);
    requireEqual(
        (PolicyGeneratorModel) CrossValidatorModel.load(path).bestModel(),
        (PolicyGeneratorModel) model.bestModel());
  }

  @Test
  void takesVectorsAndDatasetsOfTwoColumns() {
    PolicyGenerator estimator = estimator();
    Dataset<Row> bare = policies.select("scaled_return", "weights");
    PolicyGeneratorModel ofArrays = estimator.fit(bare);
    PolicyGeneratorModel ofVectors =
        estimator.fit(
            bare.withColumn(
                "weights",
                functions.array_to_vector(org.apache.spark.sql.functions.col("weights"))));
    assertThat(ofArrays.normalizer()).isEmpty();
    assertThat(ofArrays.isRestated()).isFalse();
    assertThat(ofVectors.predict(0.3)).isEqualTo(ofArrays.predict(0.3));
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    PolicyGenerator wrong =
        estimator()
            .setLearningRate(-1)
            .setTile(0)
            .setBuckets(0)
            .setWeightsCol("environment")
            .setCommandCol("comand");
    assertThatThrownBy(() -> wrong.fit(policies))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("learning-rate")
        .hasMessageContaining("tile")
        .hasMessageContaining("There is no column 'comand'")
        .hasMessageContaining(
            "Column 'environment' must hold arrays of numbers or vectors, found string");
    assertThatThrownBy(() -> estimator().setWeighting("expo").fit(policies))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("weighting: must be one of [uniform, reciprocal, exp, max]")
        .hasMessageContaining("'expo'");
    assertThatThrownBy(() -> estimator().setPredictionCol("weights").fit(policies))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Column 'weights' is there already");
    assertThatThrownBy(() -> estimator().setPolicyHiddenSizes(17).fit(policies))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it must have 189 weights, found 178");
    assertThatThrownBy(() -> estimator().setCommandCol("weight_seed").fit(policies))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("its command must be a finite scaled return from 0, found -");
    assertThatThrownBy(() -> estimator().fit(policies.limit(0)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no policy that a generator could be trained on");
  }
}
