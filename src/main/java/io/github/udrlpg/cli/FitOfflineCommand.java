package io.github.udrlpg.cli;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.FittedGenerator;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.Calibration;
import io.github.udrlpg.harness.MemoryNeeds;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.harness.TrainingSummary;
import io.github.udrlpg.ml.PolicyGenerator;
import io.github.udrlpg.ml.PolicyGeneratorModel;
import io.github.udrlpg.ml.StoredPolicies;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.run.RunEnding;
import io.github.udrlpg.spark.SparkRolloutRunner;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.DirectoryClaim;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a generator from stored policies alone, and evaluates it. */
@Command(
    description = {
      "Trains a policy generator from stored policies alone, without a rollout, and then measures"
          + " in MuJoCo what it achieves for the returns it is commanded.%n",
      "RUN becomes a run directory with report, metrics and a checkpoint that jobs/evaluate reads,"
          + " and RUN/model the generator as a model of Spark's MLlib."
    },
    sortOptions = false)
final class FitOfflineCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "DATASET",
      description = "A run, a group of runs by jobs/train --seeds, or what jobs/compact made.")
  String dataset;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CONF",
      description = "Configuration. Default: that of the run, or of the first of several.")
  String configuration;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "Directory of the new run, local or under any Hadoop path.")
  String out;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key of the configuration; may be given again.")
  List<String> overrides = new ArrayList<>();

  @Option(
      names = "--updates",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Updates of the generator. Default: ${DEFAULT-VALUE}.")
  int updates;

  @Option(
      names = "--as-stored",
      description =
          "Learn the weights as they were stored, not restated for the observation statistics of"
              + " all policies.")
  boolean asStored;

  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    if (updates < 1) {
      throw new InvalidInputException("--updates must be positive, found " + updates);
    }
    Configuration hadoop = SparkApplication.hadoopConfiguration();
    StoredPolicies stored =
        StoredPolicies.open(hadoop, dataset, warning -> System.err.println("Warning: " + warning));
    ConfigLoader.Loaded loaded =
        configuration == null
            ? ConfigLoader.load(stored.configuration(), "of " + dataset, overrides)
            : Configurations.load(hadoop, configuration, overrides);
    stored.requireOneTask(loaded);
    RunDirectory run = create(hadoop, loaded);
    run.training();
    MemoryNeeds.requireHeap(loaded.settings(), Runtime.getRuntime().maxMemory());
    ProgressReporter reporter = new ProgressReporter(loaded.settings(), System.err);
    try (JavaSparkContext spark = SparkApplication.start("udrlpg-spark fit-offline " + out)) {
      try (DirectoryClaim claim = run.claim("offline run", "")) {
        fit(hadoop, stored, loaded, run, claim, spark, reporter);
      }
    }
    System.out.println(run.summary().orElseThrow().strip());
    System.err.printf(
        Locale.ROOT, "Model: %s%nReport: %s%n", run.path("model"), run.path("report/index.html"));
    return 0;
  }

  private void fit(
      Configuration hadoop,
      StoredPolicies stored,
      ConfigLoader.Loaded loaded,
      RunDirectory run,
      DirectoryClaim claim,
      JavaSparkContext spark,
      ProgressReporter reporter)
      throws IOException {
    try {
      SparkSession session = SparkSession.builder().config(spark.getConf()).getOrCreate();
      Dataset<Row> policies = belowCeiling(stored.read(session), loaded.settings());
      PolicyGenerator estimator =
          new PolicyGenerator()
              .setSettings(loaded.settings())
              .setUpdates(updates)
              .setRestateWeights(!asStored);
      FittedGenerator fitted =
          estimator.train(
              policies, new OfflineProgress(loaded.settings(), updates, System.err)::made);
      // First of all: a run without policies of its own must never pass for one that has them.
      describe(hadoop, run, fitted);
      RunDirectory begun = run.finishBeginning(claim);
      TrainingRun training = begun.training();
      PolicyGeneratorModel model = estimator.model(fitted);
      model.save(run.path("model").toString());
      TrainingSummary summary =
          training.adopt(
              fitted,
              byBucket(policies, loaded.settings()),
              highest(policies),
              new SparkRolloutRunner(spark, loaded.settings().rollout().partitions()),
              reporter);
      Optional<Calibration> calibration = training.trained(reporter).calibration();
      if (calibration.isPresent()) {
        model.setCalibration(calibration.get());
        model.write().overwrite().save(run.path("model").toString());
      }
      RunEnding ending = new RunEnding(begun, training, summary);
      ending.writeOffline(fitted, reporter.warnings(), reporter::warning);
      ending.verdict().ifPresent(System.err::println);
    } catch (IOException | RuntimeException e) {
      claim.releaseAfter(e);
      throw e;
    }
  }

  private RunDirectory create(Configuration hadoop, ConfigLoader.Loaded loaded) throws IOException {
    Path directory = UserPath.of(hadoop, out);
    if (RunDirectory.holdsRun(hadoop, directory)) {
      throw new InvalidInputException(
          Text.format("%s already holds a run: name a new or an empty directory", out));
    }
    return RunDirectory.create(hadoop, directory, loaded, Versions.all());
  }

  /** A ceiling is there to withhold what is above it. */
  private static Dataset<Row> belowCeiling(Dataset<Row> policies, Settings settings) {
    double min = settings.returns().min();
    double width = settings.returns().max() - min;
    return settings.training().returnCeiling().isPresent()
        ? policies.filter(
            col("scaled_return")
                .leq((settings.training().returnCeiling().getAsDouble() - min) / width))
        : policies;
  }

  private static Map<Integer, Long> byBucket(Dataset<Row> policies, Settings settings) {
    ReturnBuckets buckets = new ReturnBuckets(settings.store().partitionBuckets());
    Map<Integer, Long> counts = new TreeMap<>();
    for (Row row :
        policies
            .groupBy(functions.ceil(col("scaled_return").multiply(buckets.count())).as("bucket"))
            .count()
            .collectAsList()) {
      counts.merge((int) Math.max(0, row.getLong(0) - 1), row.getLong(1), Long::sum);
    }
    return counts;
  }

  private static double highest(Dataset<Row> policies) {
    return StoredPolicies.sound(policies).agg(functions.max("mean_return")).head().getDouble(0);
  }

  private void describe(Configuration hadoop, RunDirectory run, FittedGenerator fitted)
      throws IOException {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("dataset", dataset);
    json.put("policies", fitted.commands().size());
    json.put("updates", updates);
    json.put("restated", fitted.restated());
    fitted
        .progress()
        .forEach(
            part ->
                JsonNumbers.put(
                    JsonNumbers.put(
                        json.withArray("losses").addObject().put("updates", part.updates()),
                        "mean_loss",
                        part.meanLoss()),
                    "seconds",
                    part.seconds()));
    AtomicFiles.replace(
        hadoop,
        run.path(RunDirectory.OFFLINE),
        (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
