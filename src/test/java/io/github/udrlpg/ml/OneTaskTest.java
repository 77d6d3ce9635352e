package io.github.udrlpg.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the estimator says of rows of several real runs. */
@Tag("spark")
@Tag("native")
class OneTaskTest {
  @TempDir static Path shared;
  private static SparkSession spark;
  private static Dataset<Row> first;

  @BeforeAll
  static void train() throws IOException {
    spark =
        SparkSession.builder()
            .config(LocalSpark.conf(2).set("spark.sql.shuffle.partitions", "2"))
            .getOrCreate();
    first = run("first");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> run(String name, String... overrides) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("training.max-env-steps=6000", "evaluation.episodes=1"));
    all.addAll(List.of(overrides));
    Path run = shared.resolve(name);
    Runs.train(
        new Configuration(),
        new org.apache.hadoop.fs.Path(run.toUri()),
        all.toArray(String[]::new));
    return StoredPolicies.open(new Configuration(), run.toString(), warning -> {}).read(spark);
  }

  private static PolicyGenerator estimator() {
    return new PolicyGenerator().setSettings(Runs.tiny().settings()).setUpdates(1);
  }

  private static String id(Dataset<Row> run) {
    return run.select("run").head().getString(0);
  }

  @Test
  void runsOfOneScaleAreLearntFromTogether() throws IOException {
    Dataset<Row> both = first.unionByName(run("seed", "run.seed=2"));
    assertThat(estimator().train(both, progress -> {}).commands())
        .hasSize(Math.toIntExact(both.count()));
  }

  @Test
  @Tag("faults")
  void runsOfSeveralScalesAreRefused() throws IOException {
    Dataset<Row> other = run("scale", "returns.max=400");
    Dataset<Row> both = first.unionByName(other);
    assertThatThrownBy(() -> estimator().fit(both))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("runs with different scales of returns")
        .hasMessageContaining(id(first) + ": returns.min = -100, returns.max = 365")
        .hasMessageContaining(id(other) + ": returns.min = -100, returns.max = 400")
        .hasMessageContaining("Filter the dataset by the column run, or set commandCol");

    Dataset<Row> ownScale =
        both.withColumn("own", functions.expr("greatest(0, (mean_return + 100) / 465)"));
    assertThatCode(() -> estimator().setCommandCol("own").fit(ownScale)).doesNotThrowAnyException();
    assertThatCode(
            () ->
                estimator()
                    .fit(ownScale.drop("scaled_return").withColumnRenamed("own", "scaled_return")))
        .as("rescaled in place")
        .doesNotThrowAnyException();
  }

  /** Rows of Hopper pay a bonus; that of swimming is 0, so rows of one are made up of it. */
  @Test
  @Tag("faults")
  void aSurvivalBonusThatCountsInSomeRunsOnlyIsAnotherScale() {
    Dataset<Row> whole = paid("whole", "total_return");
    Dataset<Row> bare = paid("bare", "total_return - survival_bonus");
    PolicyGenerator estimator = estimator().setPolicyLayers(1, 1);
    assertThatCode(() -> estimator.fit(whole)).doesNotThrowAnyException();
    assertThatCode(() -> estimator.fit(bare)).doesNotThrowAnyException();
    assertThatThrownBy(() -> estimator.fit(whole.union(bare)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "bare: returns.min = 0, returns.max = 1000, returns.survival-bonus = exclude")
        .hasMessageContaining("whole: returns.min = 0, returns.max = 1000\n");
  }

  private static Dataset<Row> paid(String run, String trains) {
    return spark
        .sql(
            "select id, 10D * id as total_return, 3D * (id % 4) as survival_bonus from range(1,"
                + " 30)")
        .select(
            functions.lit(run).as("run"),
            functions.lit("Made-up").as("environment"),
            functions.expr(Text.format("(%s) / 1000", trains)).as("scaled_return"),
            functions.expr("array(float(id), 1F)").as("weights"),
            functions
                .expr(
                    "array(named_struct('total_return', total_return, 'survival_bonus',"
                        + " survival_bonus, 'diverged', false))")
                .as("episodes"));
  }

  @Test
  void severalEnvironmentsAndAnotherOneAreRefused() {
    Dataset<Row> pendulum = first.withColumn("environment", functions.lit("InvertedPendulum-v4"));
    assertThatThrownBy(() -> estimator().fit(first.union(pendulum)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The policies are of several environments, BriefSwimmer-v0, InvertedPendulum-v4: a"
                + " generator makes policies of one. Filter the dataset by the column environment");
    assertThatThrownBy(() -> estimator().fit(pendulum))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "envId: the policies are of InvertedPendulum-v4, found BriefSwimmer-v0. Set it to their"
                + " environment");
    assertThatCode(() -> estimator().setPolicyLayers(8, 16, 2).fit(pendulum))
        .as("layers stand in place of an environment")
        .doesNotThrowAnyException();
  }
}
