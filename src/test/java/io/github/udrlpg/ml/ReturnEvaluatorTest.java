package io.github.udrlpg.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.rollout.EpisodePlayer;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real run of InvertedPendulum with linear policies, some of which balance. */
@Tag("spark")
@Tag("native")
class ReturnEvaluatorTest {
  private static final String[] PENDULUM = {
    "env.id=InvertedPendulum-v4",
    "returns.min=0",
    "returns.max=1000",
    "policy.hidden-sizes=[]",
    "rollout.policies-per-iteration=12",
    "rollout.noise=0.5",
    "training.warm-up-episodes=12",
    "training.max-env-steps=12000",
    "evaluation.every-env-steps=80000",
    "evaluation.extensive-every-env-steps=80000",
    "store.partition-buckets=2"
  };

  @TempDir static Path shared;
  private static SparkSession spark;
  private static Dataset<Row> policies;
  private static PolicyGeneratorModel trained;
  private static PolicyGeneratorModel untrained;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    Path run = shared.resolve("run");
    Runs.train(new Configuration(), new org.apache.hadoop.fs.Path(run.toUri()), PENDULUM);
    spark =
        SparkSession.builder()
            .config(LocalSpark.conf(2).set("spark.sql.shuffle.partitions", "2"))
            .getOrCreate();
    policies =
        StoredPolicies.open(new Configuration(), run.toString(), warning -> {}).read(spark).cache();
    trained = estimator().fit(policies);
    untrained = estimator().setLearningRate(1e-9).fit(policies);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static PolicyGenerator estimator() {
    return new PolicyGenerator()
        .setSettings(Runs.tiny(PENDULUM).settings())
        .setWeighting("uniform")
        .setLearningRate(1e-2)
        .setLearningRateFinal(1e-4)
        .setUpdates(600);
  }

  private static ReturnEvaluator evaluator() {
    return new ReturnEvaluator().setSettings(Runs.tiny(PENDULUM).settings()).setEpisodes(2);
  }

  private static Dataset<Row> commands() {
    return spark.sql("select id / 5D as scaled_return from range(6)");
  }

  @Test
  void aBetterModelHasABetterValue() {
    Dataset<Row> highest = spark.sql("select 1D as scaled_return");
    ReturnEvaluator returns = evaluator().setMetricName("meanReturn");
    double good = returns.evaluate(trained.transform(highest));
    double bad = returns.evaluate(untrained.transform(highest));
    assertThat(good).isGreaterThan(bad + 100).isLessThanOrEqualTo(1000);
    assertThat(returns.isLargerBetter()).isTrue();

    ReturnEvaluator error = evaluator();
    assertThat(error.isLargerBetter()).isFalse();
    assertThat(error.evaluate(trained.transform(highest)))
        .isCloseTo(1 - good / 1000, within(1e-12));
    assertThat(error.evaluate(trained.transform(policies)))
        .isLessThan(error.evaluate(untrained.transform(policies)));
  }

  @Test
  @Tag("faults")
  void crossValidationChoosesByWhatPoliciesEarn() throws IOException {
    PolicyGenerator estimator = estimator().setUpdates(300);
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(estimator.learningRate(), new double[] {1e-9, 1e-2}).build();
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(estimator)
            .setEvaluator(evaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(1);
    CrossValidatorModel model = validator.fit(policies);
    assertThat(model.avgMetrics()).hasSize(2);
    assertThat(model.avgMetrics()[1]).isLessThan(model.avgMetrics()[0]);
    PolicyGeneratorModel best = (PolicyGeneratorModel) model.bestModel();
    assertThat(best.predict(1)).isEqualTo(estimator.fit(policies).predict(1));

    String path = directory.resolve("validated").toString();
    model.save(path);
    assertThat(CrossValidatorModel.load(path).getEvaluator())
        .isInstanceOfSatisfying(
            ReturnEvaluator.class,
            evaluator -> assertThat(evaluator.getOrDefault(evaluator.episodes())).isEqualTo(2));
  }

  @Test
  @Tag("faults")
  void soDoesASplitForTraining() {
    PolicyGenerator estimator = estimator();
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(estimator.learningRate(), new double[] {1e-2, 1e-9}).build();
    double[] metrics =
        new TrainValidationSplit()
            .setEstimator(estimator)
            .setEvaluator(evaluator().setMetricName("meanReturn"))
            .setEstimatorParamMaps(grid)
            .setTrainRatio(0.7)
            .setSeed(1)
            .fit(policies)
            .validationMetrics();
    assertThat(metrics[0]).isGreaterThan(metrics[1]);
  }

  @Test
  void neitherPartitionsNorTheOrderOfRowsChangeABit() {
    Dataset<Row> made = trained.transform(policies.limit(30));
    double one = evaluator().evaluate(made.repartition(1));
    assertThat(one).isPositive();
    assertThat(evaluator().evaluate(made.repartition(5))).isEqualTo(one);
    assertThat(evaluator().evaluate(made.orderBy(rand(7)))).isEqualTo(one);
  }

  @Test
  void aValueIsThatOfTheEpisodesItPlays() {
    double command = 0.35;
    ObservationNormalizer normalizer = trained.normalizer().orElseThrow();
    double sum = 0;
    try (EpisodePlayer player = new EpisodePlayer("InvertedPendulum-v4", PolicyShape.of(4, 1))) {
      player.setWeights(trained.predict(command));
      for (int episode = 0; episode < 3; episode++) {
        long seed =
            new Seeds(11)
                .of(Purpose.RETURN_EVALUATOR, Double.doubleToLongBits(command), 0, episode);
        sum += player.play(seed, normalizer, new RunningStatistics(4)).totalReturn();
      }
    }
    Dataset<Row> made = trained.transform(spark.range(2).select(lit(command).as("scaled_return")));
    ReturnEvaluator evaluator = evaluator().setEpisodes(3).setSeed(11);
    assertThat(evaluator.setMetricName("meanReturn").evaluate(made)).isEqualTo(sum / 3);
    assertThat(evaluator.setMetricName("identityError").evaluate(made))
        .isCloseTo(Math.abs(sum / 3 / 1000 - command), within(1e-12));
    assertThat(evaluator.setReturnMin(-500).setReturnMax(500).evaluate(made))
        .isCloseTo(Math.abs((sum / 3 + 500) / 1000 - command), within(1e-12));
  }

  @Test
  void everyParameterChangesWhatIsMeasured() {
    Dataset<Row> made = trained.transform(commands());
    double value = evaluator().evaluate(made);
    assertThat(evaluator().setSeed(99).evaluate(made)).isNotEqualTo(value);
    assertThat(evaluator().setEpisodes(1).evaluate(made)).isNotEqualTo(value);
    assertThat(evaluator().setReturnMax(2000).evaluate(made)).isNotEqualTo(value);
    assertThat(
            evaluator()
                .setCommandCol("other")
                .evaluate(made.withColumn("other", col("scaled_return").plus(0.1))))
        .isNotEqualTo(value);
    assertThat(
            evaluator()
                .setPredictionCol("made")
                .evaluate(made.withColumnRenamed("prediction", "made")))
        .isEqualTo(value);
  }

  @Test
  void whatIsNoPolicyIsLeftOut() {
    Dataset<Row> made = trained.transform(commands());
    Dataset<Row> nothing =
        trained.transform(spark.sql("select cast(null as double) as scaled_return"));
    assertThat(evaluator().evaluate(made.union(nothing))).isEqualTo(evaluator().evaluate(made));
    assertThatThrownBy(() -> evaluator().evaluate(nothing))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("There are no policies to play");
  }

  @Test
  void storedPredictionsAreStillPolicies() {
    Dataset<Row> made = trained.transform(commands());
    String path = directory.resolve("made").toString();
    made.write().parquet(path);
    assertThat(evaluator().evaluate(spark.read().parquet(path)))
        .isEqualTo(evaluator().evaluate(made));
  }

  @Test
  void comesBackAsItWas() throws IOException {
    ReturnEvaluator evaluator =
        evaluator().setMetricName("meanReturn").setSurvivalBonus("exclude").setSeed(5);
    String path = directory.resolve("evaluator").toString();
    evaluator.save(path);
    ReturnEvaluator loaded = ReturnEvaluator.load(path);
    assertThat(loaded.uid()).isEqualTo(evaluator.uid());
    assertThat(loaded.explainParams()).isEqualTo(evaluator.explainParams());
    assertThat(loaded.explainParams()).contains("current: InvertedPendulum-v4", "current: exclude");
    assertThat(loaded.copy(ParamMap.empty()).explainParams()).isEqualTo(evaluator.explainParams());
    assertThat(new ReturnEvaluator().explainParams()).contains("default: 1000.0", "default: 5");
  }

  @Test
  void whatIsWrongIsSaidInOneMessage() {
    Dataset<Row> made = trained.transform(commands());
    refused(evaluator().setMetricName("rmse"), made)
        .hasMessage("metricName: must be one of [identityError, meanReturn], found 'rmse'");
    refused(evaluator().setEpisodes(0), made).hasMessage("episodes: must be positive, found 0");
    refused(evaluator().setSurvivalBonus("half"), made)
        .hasMessageContaining("survivalBonus: must be one of [include, exclude], found 'half'");
    refused(evaluator().setEnvId("Hopper-v4"), made)
        .hasMessage(
            "envId: the policies have layers [4, 1], and Hopper-v4 needs 11 inputs and 3 outputs:"
                + " set it to the policies' task");
    refused(evaluator().setCommandCol("comand"), made)
        .hasMessageContaining("There is no column 'comand'");
    refused(evaluator().setPredictionCol("weights"), policies)
        .hasMessageContaining("Column 'weights' does not say what policies its weights make");
    Dataset<Row> blind =
        estimator()
            .setUpdates(1)
            .fit(policies.select("scaled_return", "weights"))
            .transform(commands());
    refused(evaluator(), blind)
        .hasMessageContaining("The policies of column 'prediction' cannot be played")
        .hasMessageContaining("observation_mean, observation_deviation");
    assertThatThrownBy(() -> evaluator().setReturnMax(-1).evaluate(made))
        .hasMessageContaining("must be above returns.min");
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      ReturnEvaluator evaluator, Dataset<Row> dataset) {
    return assertThatThrownBy(() -> evaluator.evaluate(dataset))
        .isInstanceOf(InvalidInputException.class);
  }
}
