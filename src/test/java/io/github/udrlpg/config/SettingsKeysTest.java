package io.github.udrlpg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import io.github.udrlpg.config.BufferSettings.Kind;
import io.github.udrlpg.config.BufferSettings.Weighting;
import io.github.udrlpg.config.EvaluationSettings.Retrieval;
import io.github.udrlpg.config.GeneratorSettings.Engine;
import io.github.udrlpg.config.ReturnSettings.SurvivalBonus;
import io.github.udrlpg.config.RolloutSettings.Command;
import io.github.udrlpg.config.StoreSettings.Compression;
import io.github.udrlpg.config.TrainingSettings.WarmUpPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of reference.conf is documented, read, and reaches the field of its name. */
class SettingsKeysTest {
  /** What has to be set beside a key whose value means nothing alone. */
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "rollout.command", List.of("rollout.commands=[0.25]"),
          "rollout.commands", List.of("rollout.command=fixed"));

  private static final Settings DEFAULTS = ConfigLoader.load("", "empty", List.of()).settings();

  @Test
  void everyKeyOfTheReferenceIsReadAndNoOther() {
    String read = ConfigLoader.load("", "empty", List.of()).json();

    assertThat(keysOf(ConfigFactory.parseString(read))).isEqualTo(keysOf(ConfigLoader.reference()));
  }

  @Test
  void everyKeyOfTheReferenceHasAComment() {
    for (Map.Entry<String, ConfigValue> entry : ConfigLoader.reference().entrySet()) {
      assertThat(entry.getValue().origin().comments()).as(entry.getKey()).isNotEmpty();
    }
  }

  @Test
  void everyKeyOfTheReferenceHasAnOverrideBelow() {
    Set<String> tested =
        overrides().map(arguments -> (String) arguments.get()[0]).collect(Collectors.toSet());

    assertThat(tested).isEqualTo(keysOf(ConfigLoader.reference()));
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("overrides")
  void anOverrideReachesItsField(
      String key, String value, Object expected, Function<Settings, Object> field) {
    List<String> overrides = new ArrayList<>(NEEDED.getOrDefault(key, List.of()));
    overrides.add(key + "=" + value);

    Settings settings = ConfigLoader.load("", "empty", overrides).settings();

    assertThat(field.apply(settings)).isEqualTo(expected);
    assertThat(field.apply(DEFAULTS)).isNotEqualTo(expected);
  }

  static Stream<Arguments> overrides() {
    return Stream.of(environment(), learner(), rollout(), upkeep()).flatMap(all -> all);
  }

  private static Stream<Arguments> environment() {
    return Stream.of(
        row("run.seed", "-9223372036854775808", Long.MIN_VALUE, s -> s.run().seed()),
        row("env.id", "Hopper-v4", "Hopper-v4", s -> s.env().id()),
        row("returns.min", "-100", -100.0, s -> s.returns().min()),
        row("returns.max", "365.5", 365.5, s -> s.returns().max()),
        row(
            "returns.survival-bonus",
            "exclude",
            SurvivalBonus.EXCLUDE,
            s -> s.returns().survivalBonus()),
        row("policy.hidden-sizes", "[]", List.of(), s -> s.policy().hiddenSizes()));
  }

  private static Stream<Arguments> learner() {
    return Stream.of(
        row("generator.hidden-sizes", "[7]", List.of(7), s -> s.generator().hiddenSizes()),
        row("generator.embedding-dim", "8", 8, s -> s.generator().embeddingDim()),
        row("generator.tile", "16", 16, s -> s.generator().tile()),
        row("generator.learning-rate", "1e-3", 1e-3, s -> s.generator().learningRate()),
        row(
            "generator.learning-rate-final",
            "1e-5",
            OptionalDouble.of(1e-5),
            s -> s.generator().learningRateFinal()),
        row(
            "generator.learning-rate-decay-steps",
            "7",
            7L,
            s -> s.generator().learningRateDecaySteps()),
        row("generator.adam-beta1", "0.0", 0.0, s -> s.generator().adamBeta1()),
        row("generator.adam-beta2", "0.99", 0.99, s -> s.generator().adamBeta2()),
        row("generator.adam-epsilon", "1e-7", 1e-7, s -> s.generator().adamEpsilon()),
        row("generator.output-scale", "2", OptionalDouble.of(2), s -> s.generator().outputScale()),
        row("generator.engine", "nd4j", Engine.ND4J, s -> s.generator().engine()),
        row("buffer.kind", "uniform", Kind.UNIFORM, s -> s.buffer().kind()),
        row("buffer.buckets", "100", 100, s -> s.buffer().buckets()),
        row(
            "buffer.bucket-capacity",
            "unlimited",
            OptionalInt.empty(),
            s -> s.buffer().bucketCapacity()),
        row("buffer.capacity", "500", 500, s -> s.buffer().capacity()),
        row("buffer.weighting", "max", Weighting.MAX, s -> s.buffer().weighting()),
        row("buffer.weighting-scale", "0", 0.0, s -> s.buffer().weightingScale()));
  }

  private static Stream<Arguments> rollout() {
    return Stream.of(
        row("rollout.policies-per-iteration", "64", 64, s -> s.rollout().policiesPerIteration()),
        row("rollout.episodes-per-policy", "3", 3, s -> s.rollout().episodesPerPolicy()),
        row("rollout.noise", "0", 0.0, s -> s.rollout().noise()),
        row("rollout.noise-at-top", "0.01", OptionalDouble.of(0.01), s -> s.rollout().noiseAtTop()),
        row("rollout.noise-spread", "4", 4.0, s -> s.rollout().noiseSpread()),
        row("rollout.confirmation-episodes", "4", 4, s -> s.rollout().confirmationEpisodes()),
        row("rollout.confirmation-share", "0.9", 0.9, s -> s.rollout().confirmationShare()),
        row("rollout.command", "fixed", Command.FIXED, s -> s.rollout().command()),
        row("rollout.commands", "[0, 1.5]", List.of(0.0, 1.5), s -> s.rollout().commands()),
        row("rollout.distinct-commands", "9", 9, s -> s.rollout().distinctCommands()),
        row("rollout.partitions", "6", OptionalInt.of(6), s -> s.rollout().partitions()),
        row("coverage.share", "0.5", 0.5, s -> s.coverage().share()),
        row("coverage.along-curve", "0", 0.0, s -> s.coverage().alongCurve()),
        row("coverage.noise", "0.1", 0.1, s -> s.coverage().noise()),
        row("coverage.noise-fall", "10", 10.0, s -> s.coverage().noiseFall()),
        row("coverage.batch-share", "0.25", 0.25, s -> s.coverage().batchShare()),
        row("coverage.buckets", "20", 20, s -> s.coverage().buckets()),
        row("coverage.bucket-capacity", "1", 1, s -> s.coverage().bucketCapacity()));
  }

  private static Stream<Arguments> upkeep() {
    return Stream.of(
        row("training.learner", "other", "other", s -> s.training().learner()),
        row("training.max-env-steps", "3e6", 3_000_000L, s -> s.training().maxEnvSteps()),
        row("training.updates-per-episode", "2", 2, s -> s.training().updatesPerEpisode()),
        row("training.batch-size", "48", 48, s -> s.training().batchSize()),
        row("training.tile-fraction", "0.5", 0.5, s -> s.training().tileFraction()),
        row("training.warm-up-episodes", "20", 20, s -> s.training().warmUpEpisodes()),
        row(
            "training.warm-up-policies",
            "xavier",
            WarmUpPolicies.XAVIER,
            s -> s.training().warmUpPolicies()),
        row("training.restate-weights", "true", true, s -> s.training().restateWeights()),
        row("training.overlap-updates", "true", true, s -> s.training().overlapUpdates()),
        row(
            "training.return-ceiling",
            "500",
            OptionalDouble.of(500),
            s -> s.training().returnCeiling()),
        row("evaluation.every-env-steps", "5", 5L, s -> s.evaluation().everyEnvSteps()),
        row("evaluation.episodes", "50", 50, s -> s.evaluation().episodes()),
        row(
            "evaluation.extensive-every-env-steps",
            "6",
            6L,
            s -> s.evaluation().extensiveEveryEnvSteps()),
        row("evaluation.extensive-commands", "11", 11, s -> s.evaluation().extensiveCommands()),
        row(
            "evaluation.average-decay",
            "0.9",
            OptionalDouble.of(0.9),
            s -> s.evaluation().averageDecay()),
        row("evaluation.retrieval", "off", Retrieval.OFF, s -> s.evaluation().retrieval()),
        row("calibration.enabled", "false", false, s -> s.calibration().enabled()),
        row("calibration.share", "0.1", 0.1, s -> s.calibration().share()),
        row("calibration.commands", "8", 8, s -> s.calibration().commands()),
        row("calibration.episodes", "5", 5, s -> s.calibration().episodes()),
        row("store.partition-buckets", "800", 800, s -> s.store().partitionBuckets()),
        row("store.compression", "snappy", Compression.SNAPPY, s -> s.store().compression()),
        row("checkpoint.every-iterations", "1", 1, s -> s.checkpoint().everyIterations()),
        row("checkpoint.keep", "9", 9, s -> s.checkpoint().keep()),
        row("progress.every-seconds", "60", 60, s -> s.progress().everySeconds()),
        row(
            "tracking.mlflow-uri",
            "\"https://mlflow/base\"",
            Optional.of("https://mlflow/base"),
            s -> s.tracking().mlflowUri()),
        row("tracking.mlflow-experiment", "mine", "mine", s -> s.tracking().mlflowExperiment()));
  }

  private static Arguments row(
      String key, String value, Object expected, Function<Settings, Object> field) {
    return arguments(key, value, expected, field);
  }

  private static Set<String> keysOf(Config config) {
    return config.entrySet().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }
}
