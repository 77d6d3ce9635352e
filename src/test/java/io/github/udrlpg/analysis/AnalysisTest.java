package io.github.udrlpg.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.testing.AnalysisTables;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an analysis finds in a run whose weights are known. */
@Tag("spark")
@Tag("faults")
class AnalysisTest {
  private static final Configuration HADOOP = new Configuration();
  private static final List<String> TABLES =
      List.of(
          "returns",
          "drift",
          "spread",
          "principal_components",
          "neighbours",
          "duplicates",
          "clusters",
          "cluster_returns");

  @TempDir static Path shared;
  private static Path out;
  private static JsonNode summary;
  private static Map<String, List<String>> one;
  private static Map<String, List<String>> fourThroughKryo;
  private static final List<String> heard = new ArrayList<>();

  @BeforeAll
  static void analyse() throws IOException {
    PlantedRun.write(HADOOP, path(shared.resolve("run")));
    SparkConf kryo =
        LocalSpark.uncompiled(4)
            .set("spark.serializer", KryoSerializer.class.getName())
            .set("spark.rdd.compress", "true");
    fourThroughKryo = analyse(kryo, shared.resolve("four"));
    out = shared.resolve("one");
    one = analyse(LocalSpark.uncompiled(1), out);
    summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
  }

  private static org.apache.hadoop.fs.Path path(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static Map<String, List<String>> analyse(SparkConf conf, Path out) throws IOException {
    Analysis analysis =
        Analysis.prepare(
            HADOOP,
            path(shared.resolve("run")),
            path(out),
            OutputName.GIVEN,
            new AnalysisRequest(100, 100, 2, 3, 99, 1),
            warning -> {});
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      analysis.run(spark, Map.of("udrlpg-spark", "test"), new Hearing());
      return AnalysisTables.read(SparkSession.builder().getOrCreate(), out, TABLES);
    } finally {
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
    }
  }

  private static final class Hearing implements AnalysisListener {
    @Override
    public void began(Stage stage, String detail) {
      heard.add(stage + " " + detail);
    }

    @Override
    public void progressed(long done, long parts) {
      heard.add(Text.format("%d of %d", done, parts));
    }
  }

  private static JsonNode row(String table, int index) throws IOException {
    return new ObjectMapper().readTree(one.get(table).get(index));
  }

  @Test
  void dependsNeitherOnPartitionsNorOnTheSerializer() {
    assertThat(fourThroughKryo).isEqualTo(one);
  }

  @Test
  void tellsEveryStageAndBucket() {
    assertThat(heard)
        .containsSubsequence(
            "ROWS 160 policies in 16 files, 0 MiB",
            "WEIGHTS of 160 policies",
            "COMPARISON 160 sampled policies",
            "CLUSTERS in at most 2 return buckets",
            "1 of 2",
            "2 of 2",
            "EPISODES 1 of each mean and member, in 2 return buckets",
            "PAGE index.html and its pictures");
  }

  @Test
  void countsReturns() throws IOException {
    assertThat(one.get("returns")).hasSize(2 * PlantedRun.ITERATIONS);
    assertThat(row("returns", 1).path("return_bucket").asInt()).isEqualTo(12);
    assertThat(row("returns", 1).path("policies").asInt()).isEqualTo(10);
    assertThat(row("returns", 1).path("mean_return").asDouble())
        .isCloseTo(-100 + 465 * 0.63, within(1e-9));
  }

  @Test
  void tellsNoiseFromSpread() throws IOException {
    // Eighty policies of eighteen weights: one standard error of a deviation is 2 %.
    assertThat(summary.at("/spread/0/return_bucket").asInt()).isEqualTo(4);
    assertThat(row("spread", 1).path("weight_deviation").asDouble())
        .isCloseTo(Math.sqrt(0.01 + 1.0 / 18), within(0.01));
  }

  @Test
  void findsTheDirectionThatWasPlanted() {
    // Half of the policies vary by ±1 in one weight, and all by 0.1 in eighteen.
    assertThat(summary.at("/explained_variance/0").asDouble()).isGreaterThan(0.6);
    assertThat(summary.at("/explained_variance").size()).isEqualTo(10);
  }

  @Test
  void hasNoTrialOutsideOfASweep() throws IOException {
    for (String table : List.of("drift", "neighbours", "principal_components")) {
      assertThat(row(table, 0).has("run")).as(table).isTrue();
      assertThat(row(table, 0).hasNonNull("trial")).as(table).isFalse();
    }
  }

  @Test
  void findsTwoClustersOnlyWhereTheyAre() {
    assertThat(summary.at("/clusters/0/return_bucket").asInt()).isEqualTo(4);
    assertThat(summary.at("/clusters/0/two").asBoolean()).isFalse();
    assertThat(summary.at("/clusters/1/return_bucket").asInt()).isEqualTo(12);
    assertThat(summary.at("/clusters/1/two").asBoolean()).isTrue();
    assertThat(summary.at("/clusters/1/silhouette").asDouble()).isGreaterThan(0.7);
  }

  @Test
  void playsMeansAndMembers() throws IOException {
    assertThat(one.get("cluster_returns")).hasSize(10);
    assertThat(row("cluster_returns", 5).path("policies").asInt()).isEqualTo(8);
    assertThat(row("cluster_returns", 9).path("what").asText()).isEqualTo("mean of both means");
    assertThat(row("cluster_returns", 9).path("episodes").asInt()).isEqualTo(1);
    assertThat(row("cluster_returns", 9).path("mean_return").asDouble()).isBetween(-400.0, 400.0);
  }

  @Test
  void findsTheCopy() throws IOException {
    assertThat(summary.at("/neighbours/exact_copies").asInt()).isEqualTo(1);
    assertThat(one.get("duplicates")).hasSize(1);
    assertThat(row("duplicates", 0).path("policies").asInt()).isEqualTo(2);
  }

  @Test
  void followsTheDrift() throws IOException {
    assertThat(one.get("drift")).hasSize(8 * PlantedRun.ITERATIONS);
    JsonNode first = row("drift", 1);
    assertThat(first.path("mean").asDouble()).isEqualTo(0);
    assertThat(first.path("shift").asDouble())
        .isCloseTo(-0.1 * (PlantedRun.ITERATIONS - 1) / 2, within(1e-6));
    assertThat(first.path("scale").asDouble()).isEqualTo(1);
  }

  @Test
  void writesPageAndPictures() throws IOException {
    String page = Files.readString(out.resolve("index.html"));
    assertThat(page)
        .contains("160 policies of 1 run of BriefSwimmer-v0", "1 of 2 return buckets fall");
    assertThat(page).doesNotContain("could not draw");
    for (String picture :
        List.of(
            "returns",
            "spread",
            "principal-components",
            "neighbours",
            "drift",
            "silhouettes",
            "cluster-returns")) {
      assertThat(out.resolve(picture + ".png")).isNotEmptyFile();
    }
  }
}
