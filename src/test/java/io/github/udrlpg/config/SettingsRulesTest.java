package io.github.udrlpg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule on values, with the message that a user reads. */
class SettingsRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "env.id=\"\" | env.id: must name a task, found \"\"",
        "env.id=5 | env.id: must be text, found 5",
        "tracking.mlflow-uri=mlflow"
            + " | tracking.mlflow-uri: must be off or an address such as http://mlflow:5000,"
            + " found mlflow",
        "tracking.mlflow-uri=\"http://me:secret@mlflow\""
            + " | tracking.mlflow-uri: must not hold credentials, which belong into the"
            + " environment: MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and"
            + " MLFLOW_TRACKING_PASSWORD, found an address with @ in it (not repeated here)",
        "tracking.mlflow-experiment=\" \""
            + " | tracking.mlflow-experiment: must not be blank, found ' '",
        "run.seed=1e19 | run.seed: must be a 64-bit integer, found 1.0E19",
        "returns.min=NaN | returns.min: must be a finite number, found \"NaN\"",
        "returns.min=-1e999 | returns.min: must be a finite number, found -Infinity",
        "returns.min=\"-1e999\" | returns.min: must be a finite number, found -Infinity",
        "returns.max=\"1e999\" | returns.max: must be a finite number, found Infinity",
        "returns.max=-5 | returns.max: must be above returns.min = 0.0, found -5.0",
        "returns.max=0 | returns.max: must be above returns.min = 0.0, found 0.0",
        "returns.survival-bonus=exlude"
            + " | returns.survival-bonus: must be include or exclude, found \"exlude\"."
            + " Did you mean 'exclude'?",
        "policy.hidden-sizes=[8,0] | policy.hidden-sizes: must be positive integers, found [8, 0]",
        "policy.hidden-sizes=8"
            + " | policy.hidden-sizes: must be a list of integers, in brackets, found 8",
        "policy.hidden-sizes=[8,2.5]"
            + " | policy.hidden-sizes: must be a list of integers, in brackets, found [8,2.5]",
        "generator.hidden-sizes=[]"
            + " | generator.hidden-sizes: must have at least one layer, found []",
        "generator.hidden-sizes=[-1]"
            + " | generator.hidden-sizes: must be positive integers, found [-1]",
        "generator.embedding-dim=0"
            + " | generator.embedding-dim: must be a positive integer, found 0",
        "generator.tile=0 | generator.tile: must be a positive integer, found 0",
        "generator.learning-rate=0"
            + " | generator.learning-rate: must be a finite number above 0, found 0.0",
        "generator.learning-rate-final=0"
            + " | generator.learning-rate-final: must be a finite number above 0, found 0.0",
        "generator.learning-rate-decay-steps=0"
            + " | generator.learning-rate-decay-steps: must be a positive integer, found 0",
        "generator.adam-beta1=1"
            + " | generator.adam-beta1: must be a number from 0 and below 1, found 1.0",
        "generator.adam-beta2=-0.1"
            + " | generator.adam-beta2: must be a number from 0 and below 1, found -0.1",
        "generator.adam-epsilon=0"
            + " | generator.adam-epsilon: must be a finite number above 0, found 0.0",
        "generator.output-scale=0"
            + " | generator.output-scale: must be a finite number above 0, found 0.0",
        "generator.output-scale=on"
            + " | generator.output-scale: must be a number or off, found \"on\"",
        "buffer.kind=list | buffer.kind: must be buckets or uniform, found \"list\"",
        "buffer.buckets=0 | buffer.buckets: must be a positive integer, found 0",
        "buffer.bucket-capacity=-1"
            + " | buffer.bucket-capacity: must be an integer from 0, found -1",
        "buffer.bucket-capacity=10001"
            + " | buffer.bucket-capacity: must not exceed buffer.capacity = 10000, found 10001",
        "buffer.bucket-capacity=off"
            + " | buffer.bucket-capacity: must be an integer or unlimited, found \"off\"",
        "buffer.capacity=0 | buffer.capacity: must be a positive integer, found 0",
        "buffer.weighting=expo"
            + " | buffer.weighting: must be uniform, reciprocal, exp or max, found \"expo\"."
            + " Did you mean 'exp'?",
        "buffer.weighting-scale=-1"
            + " | buffer.weighting-scale: must be a finite number from 0, found -1.0",
        "coverage.batch-share=1.5"
            + " | coverage.batch-share: must be a number from 0 to 1, found 1.5",
        "coverage.along-curve=-1"
            + " | coverage.along-curve: must be a number from 0 to 1, found -1.0",
        "coverage.buckets=0 | coverage.buckets: must be a positive integer, found 0",
        "coverage.bucket-capacity=-1"
            + " | coverage.bucket-capacity: must be an integer from 0, found -1",
        "coverage.share=-0.5 | coverage.share: must be a number from 0 to 1, found -0.5",
        "coverage.noise-fall=0.1"
            + " | coverage.noise-fall: must be a finite number from 1, found 0.1",
        "coverage.noise=-1 | coverage.noise: must be a finite number from 0, found -1.0",
        "rollout.policies-per-iteration=0"
            + " | rollout.policies-per-iteration: must be a positive integer, found 0",
        "rollout.policies-per-iteration=3e9 | rollout.policies-per-iteration: must be an integer up"
            + " to 2147483647, found 3000000000",
        "rollout.episodes-per-policy=0"
            + " | rollout.episodes-per-policy: must be a positive integer, found 0",
        "rollout.noise=-0.1 | rollout.noise: must be a finite number from 0, found -0.1",
        "rollout.noise=true | rollout.noise: must be a finite number, found true",
        "rollout.noise=null | rollout.noise: must be a finite number, found null",
        "rollout.noise-at-top=0"
            + " | rollout.noise-at-top: must be a finite number above 0, found 0.0",
        "rollout{noise=0,noise-at-top=0.1}"
            + " | rollout.noise-at-top: needs a rollout.noise above 0, found 0.1",
        "rollout.noise-spread=0.5"
            + " | rollout.noise-spread: must be a finite number from 1, found 0.5",
        "rollout.confirmation-episodes=-1"
            + " | rollout.confirmation-episodes: must be an integer from 0, found -1",
        "rollout.confirmation-share=1.5"
            + " | rollout.confirmation-share: must be a number from 0 to 1, found 1.5",
        "rollout.command=highest | rollout.command: must be highest-seen, highest-live, seen-range"
            + " or fixed, found \"highest\"",
        "rollout.command=fixed"
            + " | rollout.commands: must list at least one scaled return where rollout.command is"
            + " fixed, found []",
        "rollout.commands=[0.5]"
            + " | rollout.commands: must be empty unless rollout.command is fixed, found [0.5]",
        "rollout{command=fixed,commands=[-0.5]}"
            + " | rollout.commands: must be finite scaled returns from 0, found [-0.5]",
        "rollout.commands=[a]"
            + " | rollout.commands: must be a list of numbers, in brackets, found [\"a\"]",
        "rollout.distinct-commands=0"
            + " | rollout.distinct-commands: must be a positive integer, found 0",
        "rollout.partitions=0 | rollout.partitions: must be a positive integer, found 0",
        "rollout.partitions=all | rollout.partitions: must be an integer or auto, found \"all\"",
        "training.max-env-steps=0 | training.max-env-steps: must be a positive integer, found 0",
        "training.updates-per-episode=0"
            + " | training.updates-per-episode: must be a positive integer, found 0",
        "training.batch-size=-3 | training.batch-size: must be a positive integer, found -3",
        "training.tile-fraction=0 | training.tile-fraction: must be a number in (0, 1], found 0.0",
        "training.tile-fraction=1.5"
            + " | training.tile-fraction: must be a number in (0, 1], found 1.5",
        "training.warm-up-episodes=0"
            + " | training.warm-up-episodes: must be a positive integer, found 0",
        "training.warm-up-policies=random"
            + " | training.warm-up-policies: must be generator or xavier, found \"random\"",
        "training.restate-weights=1"
            + " | training.restate-weights: must be true or false, found 1",
        "training.overlap-updates=yes"
            + " | training.overlap-updates: must be true or false, found \"yes\"",
        "training.overlap-updates=null"
            + " | training.overlap-updates: must be true or false, found null",
        "training.return-ceiling=high"
            + " | training.return-ceiling: must be a number or off, found \"high\"",
        "training.return-ceiling=0"
            + " | training.return-ceiling: must be above returns.min = 0.0, found 0.0",
        "evaluation.every-env-steps=0"
            + " | evaluation.every-env-steps: must be a positive integer, found 0",
        "evaluation.episodes=0 | evaluation.episodes: must be a positive integer, found 0",
        "evaluation.extensive-every-env-steps=0"
            + " | evaluation.extensive-every-env-steps: must be a positive integer, found 0",
        "evaluation.extensive-commands=1"
            + " | evaluation.extensive-commands: must be an integer from 2, found 1",
        "evaluation.average-decay=1"
            + " | evaluation.average-decay: must be a number from 0 and below 1, or off, found 1.0",
        "evaluation.retrieval=always"
            + " | evaluation.retrieval: must be off, final or extensive, found \"always\"",
        "calibration.share=1 | calibration.share: must be a number above 0 and below 1, found 1.0",
        "calibration.commands=7 | calibration.commands: must be an integer from 8, found 7",
        "calibration.episodes=0 | calibration.episodes: must be a positive integer, found 0",
        "store.partition-buckets=0"
            + " | store.partition-buckets: must be a positive integer, found 0",
        "store.partition-buckets=801"
            + " | store.partition-buckets: must not exceed buffer.buckets = 800, found 801",
        "buffer.buckets=19"
            + " | store.partition-buckets: must not exceed buffer.buckets = 19, found 20",
        "store.compression=gzip"
            + " | store.compression: must be zstd, snappy or uncompressed, found \"gzip\"",
        "checkpoint.every-iterations=0"
            + " | checkpoint.every-iterations: must be a positive integer, found 0",
        "checkpoint.keep=0 | checkpoint.keep: must be a positive integer, found 0",
        "progress.every-seconds=0 | progress.every-seconds: must be a positive integer, found 0",
      })
  void aBrokenRuleIsTheOneProblemReported(String override, String problem) {
    assertThatThrownBy(() -> ConfigLoader.load("", "x.conf", List.of(override)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Invalid configuration x.conf, 1 problem:\n  " + problem + " (--set)");
  }

  @Test
  void aRuleOnTwoKeysNamesWhereBothWereWritten() {
    assertThatThrownBy(
            () ->
                ConfigLoader.load(
                    "\nbuffer.buckets = 8", "x.conf", List.of("store.partition-buckets=9")))
        .hasMessageEndingWith("must not exceed buffer.buckets = 8, found 9 (--set; x.conf: 2)");
  }

  @Test
  void nothingAboveTheCeilingIsCommanded() {
    String commands =
        "training.return-ceiling = 500\nrollout { command = fixed, commands = [0.5, 0.6] }";

    assertThatThrownBy(() -> ConfigLoader.load(commands, "x.conf", List.of()))
        .hasMessageContaining(
            "rollout.commands: must not exceed training.return-ceiling, which is the command 0.5,"
                + " found [0.5, 0.6]");
  }

  @Test
  void rulesBetweenGroupsAreJudgedBesideProblemsOfOtherGroups() {
    assertThatThrownBy(
            () -> ConfigLoader.load("", "x.conf", List.of("buffer.buckets=8", "checkpoint.keep=0")))
        .hasMessageContaining("2 problems")
        .hasMessageContaining("store.partition-buckets: must not exceed buffer.buckets = 8");
  }

  @Test
  void theDefaultOfAMistypedKeyIsNotJudged() {
    assertThatThrownBy(
            () ->
                ConfigLoader.load(
                    "", "x.conf", List.of("buffer.buckets=8", "store.partition-buckets=few")))
        .hasMessage(
            "Invalid configuration x.conf, 1 problem:\n"
                + "  store.partition-buckets: must be an integer up to 2147483647, found \"few\""
                + " (--set)");
    assertThatThrownBy(
            () ->
                ConfigLoader.load(
                    "", "x.conf", List.of("buffer.capacity=few", "buffer.bucket-capacity=20000")))
        .hasMessage(
            "Invalid configuration x.conf, 1 problem:\n  buffer.capacity: must be an integer"
                + " up to 2147483647, found \"few\" (--set)");
  }

  @Test
  void numbersMayComeAsTextAsEnvironmentVariablesDo() {
    Settings settings =
        ConfigLoader.load("", "x.conf", List.of("rollout.noise=\"0.4\"", "run.seed=\"12\""))
            .settings();

    assertThat(settings.rollout().noise()).isEqualTo(0.4);
    assertThat(settings.run().seed()).isEqualTo(12);
  }

  @Test
  void theConstructorsOfTheRecordsCheckToo() {
    assertThatThrownBy(() -> new CheckpointSettings(0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid settings: checkpoint.every-iterations: must be a positive integer, found 0;"
                + " checkpoint.keep: must be a positive integer, found -1");
    assertThatThrownBy(
            () ->
                new BufferSettings(
                    BufferSettings.Kind.BUCKETS,
                    1,
                    OptionalInt.empty(),
                    1,
                    BufferSettings.Weighting.EXP,
                    Double.NaN))
        .hasMessageContaining("buffer.weighting-scale: must be a finite number from 0, found NaN");
    assertThatThrownBy(
            () -> new ReturnSettings(0, Double.NaN, ReturnSettings.SurvivalBonus.INCLUDE))
        .hasMessage("Invalid settings: returns.max: must be a finite number, found NaN");
  }
}
