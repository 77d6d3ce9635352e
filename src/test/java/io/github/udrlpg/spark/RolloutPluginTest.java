package io.github.udrlpg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Mjcf;
import io.github.udrlpg.env.MujocoTask;
import io.github.udrlpg.env.Observation;
import io.github.udrlpg.env.Transition;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingSummary;
import io.github.udrlpg.metrics.WorkCounters;
import io.github.udrlpg.mujoco.MujocoSimulation;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutPluginTest {
  private static final Pattern OURS =
      Pattern.compile(
          "metrics_udrlpg_driver_plugin_io_github_udrlpg_spark_RolloutPlugin_(\\w+)_Value"
              + "\\{type=\"gauges\"\\} (\\S+)");

  @TempDir Path directory;

  @Test
  @Tag("spark")
  @Tag("native")
  void prometheusReadsWhatTheSummarySays() throws Exception {
    SparkConf conf =
        LocalSpark.conf(2)
            .set("spark.ui.enabled", "true")
            .set("spark.ui.port", "0")
            .set("spark.metrics.namespace", "udrlpg")
            .set(
                "spark.metrics.conf.*.sink.prometheusServlet.class",
                "org.apache.spark.metrics.sink.PrometheusServlet")
            .set("spark.metrics.conf.*.sink.prometheusServlet.path", "/metrics/prometheus");
    RolloutPlugin.addTo(conf);
    long episodesBefore = WorkCounters.episodes();
    long stepsBefore = WorkCounters.environmentSteps();
    long updatesBefore = WorkCounters.updates();
    TrainingSummary summary;
    Map<String, Double> metrics;
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      summary =
          Runs.open(directory.resolve("run"), Runs.tiny().settings())
              .train(
                  new SparkRolloutRunner(spark, OptionalInt.empty()),
                  RunGauges.of(new TrainingListener() {}));
      metrics = scrape(spark.sc().uiWebUrl().get() + "/metrics/prometheus/");
    }

    assertThat(metrics)
        .containsEntry("run_iteration", summary.iterations() - 1.0)
        .containsEntry("run_episodes", (double) summary.episodes())
        .containsEntry("run_environmentSteps", (double) summary.envSteps())
        .containsEntry("run_policies", (double) summary.episodes())
        .containsEntry("run_simulationWarnings", 0.0)
        .containsEntry("run_evaluationReturn", summary.finalMean());
    assertThat(metrics.get("run_livePolicies"))
        .isEqualTo(summary.liveByBucket().values().stream().mapToDouble(Long::doubleValue).sum());
    assertThat(metrics.get("run_rolloutSeconds")).isCloseTo(summary.rolloutSeconds(), within(1e-9));
    assertThat(metrics.get("run_updateSeconds")).isCloseTo(summary.trainSeconds(), within(1e-9));
    assertThat(metrics.get("run_updates")).isPositive();
    assertThat(metrics.get("tasks_updates")).isEqualTo(updatesBefore + metrics.get("run_updates"));
    assertThat(metrics.get("run_overheadSeconds")).isPositive();
    assertThat(metrics.get("run_highestScaledReturn")).isPositive();
    assertThat(metrics.get("run_maxReturn"))
        .isBetween(metrics.get("run_meanReturn"), summary.maxReturn());

    long evaluationSteps = summary.evaluationEnvSteps();
    assertThat(metrics.get("tasks_environmentSteps"))
        .as("evaluations are work too")
        .isEqualTo((double) (stepsBefore + summary.envSteps() + evaluationSteps));
    assertThat(metrics.get("tasks_episodes"))
        .isEqualTo((double) (episodesBefore + summary.episodes() + evaluationSteps / 1000));
    assertThat(metrics.get("tasks_rolloutSeconds")).isPositive();
    assertThat(metrics.get("tasks_updateSeconds")).isPositive();
  }

  @Test
  @Tag("spark")
  @Tag("native")
  void modelsAreReadByWhatSparkWasToldOfHadoop() throws IOException {
    Files.writeString(directory.resolve("ball.xml"), "<mujoco><worldbody/></mujoco>");
    SparkConf conf =
        LocalSpark.conf(1)
            .set(
                "spark.hadoop.fs.viewfs.mounttable.models.link./here",
                directory.toUri().toString());
    RolloutPlugin.addTo(conf);
    URI file = URI.create("viewfs://models/here/ball.xml");

    assertThatThrownBy(() -> new Bodiless(file).environment())
        .hasMessageContaining("Cannot read the model " + file);
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      assertThat(spark.sc().isStopped()).isFalse();
      assertThatThrownBy(() -> new Bodiless(file).environment())
          .hasMessageContaining("has actions of 1 numbers")
          .hasMessageContaining("has 0 actuators");
    } finally {
      Mjcf.readFilesBy(Configuration::new);
    }
  }

  /** A task whose model, once it is read, does not fit it. */
  private static final class Bodiless extends MujocoTask {
    Bodiless(URI file) {
      super(
          new EnvironmentSpec("Bodiless-v0", 1, new ActionSpace.Box(1, 1), 1), Mjcf.file(file), 1);
    }

    @Override
    protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {}

    @Override
    protected void observe(MujocoSimulation simulation, Observation observation) {}

    @Override
    protected void afterStep(MujocoSimulation simulation, double[] action, Transition out) {}
  }

  private static Map<String, Double> scrape(String url) throws Exception {
    String page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    Map<String, Double> values = new HashMap<>();
    for (Matcher matcher = OURS.matcher(page); matcher.find(); ) {
      values.put(matcher.group(1), Double.valueOf(matcher.group(2)));
    }
    return values;
  }

  @Test
  void everyMetricIsDocumented() throws IOException {
    MetricRegistry registry = new MetricRegistry();
    RolloutPlugin.registerRun(registry);
    RolloutPlugin.registerTasks(registry);

    String documentation = java.nio.file.Files.readString(Path.of("docs/clusters.md"));
    assertThat(registry.getGauges()).hasSize(21);
    assertThat(registry.getNames())
        .allSatisfy(name -> assertThat(documentation).contains("| `" + name + "` |"));
  }

  @Test
  void aSecondRegistrationIsNoFailure() {
    MetricRegistry registry = new MetricRegistry();
    registry.register("run.episodes", (Gauge<Integer>) () -> 7);

    assertThatCode(
            () ->
                RolloutPlugin.registerQuietly("driver", () -> RolloutPlugin.registerRun(registry)))
        .doesNotThrowAnyException();
  }

  @Test
  void joinsTheOtherPluginsOfAnApplicationOnce() {
    SparkConf conf = new SparkConf(false).set("spark.plugins", "org.example.Other");

    RolloutPlugin.addTo(conf);
    RolloutPlugin.addTo(conf);

    assertThat(conf.get("spark.plugins"))
        .isEqualTo("org.example.Other," + RolloutPlugin.class.getName());
  }
}
