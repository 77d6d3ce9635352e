package io.github.udrlpg.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.compact.InputRun;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.Forgery;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials of a sweep whose runs have one identifier: by chance, or because they are one run. */
@Tag("spark")
@Tag("native")
class AnalysisOfTrialsTest {
  private static final Configuration HADOOP = new Configuration();
  private static final AnalysisRequest REQUEST = new AnalysisRequest(1000, 200, 2, 2, 19, 1);

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void beginSweep() throws IOException {
    Files.createDirectories(directory.resolve("sweep"));
    Files.writeString(directory.resolve("sweep/sweep.json"), "{}");
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
  }

  /** Writes a trial of one seed, under the identifier of another run if one is given. */
  private String trial(int number, int iterations, String identifier, String... overrides)
      throws IOException {
    String trial = Text.format("sweep/trials/trial=%04d", number);
    RunGroup.create(HADOOP, path(trial), PlantedRun.settings(overrides), List.of(0L)).begin();
    String own = PlantedRun.begin(HADOOP, path(trial + "/seed-0"), overrides);
    if (!identifier.isEmpty()) {
      Forgery.replace(directory.resolve(trial + "/seed-0/run.json"), own, identifier);
    }
    PlantedRun.writeRows(HADOOP, path(trial + "/seed-0"), iterations);
    return own;
  }

  private Analysis prepare(String out) throws IOException {
    return Analysis.prepare(
        HADOOP, path("sweep"), path(out), OutputName.GIVEN, REQUEST, warnings::add);
  }

  @Test
  @Tag("faults")
  void tellsPoliciesOfOneIdentifierApartByTheirTrial() throws IOException {
    String run = trial(0, 8, "");
    assertThat(trial(1, 4, run, "rollout.noise=0.2")).isNotEqualTo(run);
    Analysis analysis = prepare("out");
    assertThat(analysis.source().runs()).isEqualTo(2);
    assertThat(analysis.source().trials()).isEqualTo(2);
    assertThat(warnings).isEmpty();

    List<String> facts;
    try (JavaSparkContext spark = LocalSpark.start(2)) {
      facts = analysis.run(spark, Map.of(), new Silence());
      assertTrialsAreApart(SparkSession.builder().getOrCreate(), run);
    } finally {
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
    }
    assertThat(facts.get(0)).startsWith("240 policies of 2 runs in 2 trials of BriefSwimmer-v0");
  }

  private void assertTrialsAreApart(SparkSession session, String run) {
    Dataset<Row> policies = table(session, "policies");
    assertThat(policies.where("trial = 0").count()).isEqualTo(160);
    assertThat(policies.where("trial = 1").count()).isEqualTo(80);
    assertThat(policies.select("run").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly(run);
    assertThat(table(session, "principal_components").count()).isEqualTo(240);
    // Each bucket has half of the policies, and one cluster or two of them.
    assertThat(table(session, "clusters").select("policies").collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactly(120, 120);
    // A trial's statistics are compared with its own last ones, not with those of the longer trial.
    assertThat(
            table(session, "drift")
                .where("iteration = 3 AND coordinate = 1")
                .orderBy("trial")
                .select("trial", "shift")
                .collectAsList())
        .satisfiesExactly(
            first -> assertThat(first.getDouble(1)).isNotZero(),
            second -> assertThat(second.getDouble(1)).isZero());
    // The runs were planted with the same random numbers, so each has its copy in the other.
    assertThat(
            table(session, "neighbours")
                .where("trial = 1")
                .selectExpr("min(nearest_trial)", "max(nearest_trial)", "max(distance)")
                .first()
                .toString())
        .isEqualTo("[0,0,0.0]");
  }

  private Dataset<Row> table(SparkSession session, String name) {
    return session.read().parquet(directory.resolve("out/tables/" + name).toString());
  }

  @Test
  void aDatasetDoesNotTakeTwoRunsOfOneIdentifier() throws IOException {
    String run = trial(0, 2, "");
    trial(1, 2, run, "rollout.noise=0.2");
    assertThatThrownBy(
            () -> Compacted.make(HADOOP, Compacted.request(path("dataset"), path("sweep"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("have the identifier " + run + " both, and different settings")
        .hasMessageEndingWith("compact the trials one by one");
    assertThat(directory.resolve("dataset")).doesNotExist();
  }

  @Test
  void ofTrialsThatDifferInLengthAloneTheLongestIsTaken() throws IOException {
    trial(0, 2, "");
    trial(1, 5, "", "training.max-env-steps=50000");
    trial(2, 3, "", "training.max-env-steps=30000");
    Analysis analysis = prepare("out");
    assertThat(analysis.source().policies()).isEqualTo(100);
    assertThat(analysis.source().files()).extracting(SourceFile::trial).containsOnly(1);
    assertThat(warnings)
        .hasSize(2)
        .anyMatch(
            warning ->
                warning.matches(
                    ".*trial=0000/seed-0 is the same run as .*trial=0001/seed-0 and no longer.*"))
        .anyMatch(warning -> warning.contains("trial=0002/seed-0 is the same run as"));
    Compacted.make(HADOOP, Compacted.request(path("dataset"), path("sweep")));
    PolicySource compacted = PolicySource.open(HADOOP, path("dataset"), warnings::add);
    assertThat(compacted.policies()).isEqualTo(100);
    assertThat(compacted.files()).extracting(SourceFile::trial).containsOnly(1);
  }

  @Test
  void theSampleOfARunDoesNotDependOnTheTrialsBesideIt() {
    PolicyKey outside = new PolicyKey(InputRun.NO_TRIAL, "run", 3, 4);
    assertThat(outside.sampleOrder())
        .isEqualTo(Mix.of(Mix.of("run"), 3, 4))
        .isNotEqualTo(new PolicyKey(0, "run", 3, 4).sampleOrder());
    assertThat(new PolicyKey(0, "run", 3, 4).sampleOrder())
        .isNotEqualTo(new PolicyKey(1, "run", 3, 4).sampleOrder());
  }

  private static final class Silence implements AnalysisListener {
    @Override
    public void began(Stage stage, String detail) {
      // Nobody asks.
    }

    @Override
    public void progressed(long done, long parts) {
      // Nobody asks.
    }
  }
}
