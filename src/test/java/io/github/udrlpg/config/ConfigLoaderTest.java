package io.github.udrlpg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.ConfigLoader.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir Path directory;

  @Test
  void laterOverridesStandOverEarlierOnesOverTheTextOverTheDefaults() {
    Settings settings =
        ConfigLoader.load(
                "training { batch-size = 12, updates-per-episode = 2 }\nrollout.noise = 0.5",
                "x.conf",
                List.of("training.batch-size=13", "training.batch-size=14"))
            .settings();

    assertThat(settings.training().batchSize()).isEqualTo(14);
    assertThat(settings.training().updatesPerEpisode()).isEqualTo(2);
    assertThat(settings.rollout().noise()).isEqualTo(0.5);
    assertThat(settings.generator().embeddingDim()).isEqualTo(32);
  }

  @Test
  void everyProblemIsReportedAtOnceWithWhereItWasWritten() {
    String text =
        """
        training {
          batch-size = -3
          updates-per-episode = many
        }
        buffer.buckets = 10
        rolout.noise = 0.1
        """;

    assertThatThrownBy(
            () ->
                ConfigLoader.load(
                    text, "conf/x.conf", List.of("run.seed=1.5", "training.batchsize=3", "oops")))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .startsWith("Invalid configuration conf/x.conf, 6 problems:\n")
        .contains(
            "\n  training.batch-size: must be a positive integer, found -3 (conf/x.conf: 2)",
            "\n"
                + "  training.updates-per-episode: must be an integer up to 2147483647, found"
                + " \"many\" (conf/x.conf: 3)",
            "\n"
                + "  rolout.noise: is not a known key. Did you mean 'coverage.noise' or"
                + " 'rollout.noise'? (conf/x.conf: 6)",
            "\n  run.seed: must be a 64-bit integer, found 1.5 (--set)",
            "\n"
                + "  training.batchsize: is not a known key. Did you mean 'training.batch-size'?"
                + " (--set)")
        .contains("\n  Key 'oops' may not be followed by token: end of file (--set oops)")
        // Cross-key rules are silent where a source is unreadable.
        .doesNotContain("partition-buckets");
  }

  @Test
  void keysThatEarlierVersionsHadAreReadWhereTheyMadeNoDifference() {
    String off =
        """
        buffer { full-bucket = drop-newest, even-share = 0.0 }
        coverage { share = 0.0, beyond = 0, missed-below = 0.9 }
        calibration.leap = 0.02
        """;
    Loaded loaded = ConfigLoader.load(off, "run.json", List.of());

    assertThat(loaded.json()).isEqualTo(ConfigLoader.load("", "none", List.of()).json());
    assertThatThrownBy(
            () ->
                ConfigLoader.load(
                    "buffer { full-bucket = drop-oldest, even-share = 0.5 }\n"
                        + "coverage { share = 0.5, missed-below = 0.9 }",
                    "run.json",
                    List.of()))
        .hasMessageContaining("run.json, 3 problems:")
        .hasMessageContaining("coverage.missed-below: is a key of an earlier version")
        .hasMessageContaining(
            "buffer.even-share: is a key of an earlier version, and this one cannot train as it"
                + " says: go on with the version that began the run, or leave the key out"
                + " (run.json: 1)");
  }

  @Test
  void aKeyOutsideItsGroupIsPointedToIt() {
    assertThatThrownBy(() -> ConfigLoader.load("seed = 3\nhidden-sizes = [4]", "x.conf", List.of()))
        .hasMessageContaining("seed: is not a known key. Did you mean 'run.seed'? (x.conf: 1)")
        .hasMessageContaining(
            "hidden-sizes: is not a known key."
                + " Did you mean 'generator.hidden-sizes' or 'policy.hidden-sizes'? (x.conf: 2)");
  }

  @Test
  void aGroupAndAValueAreNotMistakenForEachOther() {
    assertThatThrownBy(
            () ->
                ConfigLoader.load(
                    "checkpoint = 5\ntraining.batch-size { x = 1 }\nrun = null",
                    "x.conf",
                    List.of()))
        .hasMessageContaining(
            "checkpoint: must be a group of keys such as [every-iterations, keep],"
                + " found 5 (x.conf: 1)")
        .hasMessageContaining(
            "training.batch-size: must be an integer up to 2147483647, found a group of keys"
                + " (x.conf: 2)")
        .hasMessageContaining(
            "run: must be a group of keys such as [seed], found null (x.conf: 3)");
  }

  @Test
  void aSyntaxErrorNamesFileAndLine() {
    assertThatThrownBy(
            () ->
                ConfigLoader.load(
                    "run.seed = 1\nreturns { min = ]\n", "conf/x.conf", List.of("seed=1")))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .startsWith("Invalid configuration conf/x.conf, 2 problems:\n")
        .contains("(conf/x.conf: 2)", "seed: is not a known key. Did you mean 'run.seed'? (--set)")
        .doesNotContain("conf/x.conf: 2:", ".properties");
  }

  @Test
  void anUnresolvedSubstitutionNamesFileAndLine() {
    assertThatThrownBy(() -> ConfigLoader.load("\nrun.seed = ${no.seed}", "x.conf", List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("${no.seed}")
        .hasMessageContaining("(x.conf: 2)");
  }

  @Test
  void aSubstitutionSeesOverridesAndDefaults() {
    Settings settings =
        ConfigLoader.load(
                "evaluation.every-env-steps = ${training.max-env-steps}\n"
                    + "run.seed = ${buffer.buckets}",
                "x.conf",
                List.of("training.max-env-steps=77"))
            .settings();

    assertThat(settings.evaluation().everyEnvSteps()).isEqualTo(77);
    assertThat(settings.run().seed()).isEqualTo(800);
  }

  @Test
  void anOverrideThatSetsNothingIsAProblem() {
    assertThatThrownBy(() -> ConfigLoader.load("", "x.conf", List.of("# noise")))
        .hasMessageContaining("'# noise' sets no key: write key=value (--set # noise)");
  }

  @Test
  void aLocalFileIncludesAnotherOneBesideIt() throws IOException {
    Files.writeString(directory.resolve("base.conf"), "rollout.noise = 0.7\nrollout.nois = 1");
    Path file = write("include \"base.conf\"\nrun.seed = 4");

    assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
        .hasMessageContaining("rollout.nois: is not a known key. Did you mean 'rollout.noise'?")
        .hasMessageContaining("base.conf: 2)");

    Files.writeString(directory.resolve("base.conf"), "rollout.noise = 0.7");
    assertThat(ConfigLoader.load(file, List.of()).settings().rollout().noise()).isEqualTo(0.7);
  }

  @Test
  void aMissingIncludeIsAProblem() throws IOException {
    Path file = write("include \"bass.conf\"");

    assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "cannot include \"bass.conf\": no local file of that name stands beside the including"
                + " one ("
                + file
                + ")");
    assertThatThrownBy(() -> ConfigLoader.load("include \"b.conf\"", "hdfs://x.conf", List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no local file of that name stands beside the including one");
    assertThatThrownBy(
            () -> ConfigLoader.load("include url(\"file:/b.conf\")", "x.conf", List.of()))
        .hasMessageContaining("cannot include \"file:/b.conf\": only local files can be included");
    assertThatThrownBy(() -> ConfigLoader.load("include classpath(\"b\")", "x.conf", List.of()))
        .hasMessageContaining("cannot include \"b\": only local files can be included");
    assertThatThrownBy(() -> ConfigLoader.load("include file(\"b.conf\")", "x.conf", List.of()))
        .hasMessageContaining("cannot include \"b.conf\": there is no such file (x.conf)");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> ConfigLoader.load(Path.of("conf/none.conf"), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Cannot read configuration conf/none.conf: there is no readable file of that name");
  }

  @Test
  void equalSettingsHaveEqualTextsHoweverTheyWereWritten() {
    Loaded plain = ConfigLoader.load("training.max-env-steps = 3000000", "a.conf", List.of());
    Loaded other =
        ConfigLoader.load(
            "", "b.conf", List.of("training.max-env-steps=3e6", "rollout.noise=0.10"));

    assertThat(other.json()).isEqualTo(plain.json());
    assertThat(other.hocon()).isEqualTo(plain.hocon());
    assertThat(other.settings()).isEqualTo(plain.settings());
  }

  @Test
  void bothTextsLoadToTheSameSettings() throws IOException {
    Loaded loaded =
        ConfigLoader.load(
            "rollout { command = fixed, commands = [0.5, 1] }\ngenerator.output-scale = 2",
            "a.conf",
            List.of("env.id=\"my:Task \\\"2\\\"\"", "buffer.bucket-capacity=unlimited"));

    assertThat(ConfigLoader.load(loaded.json(), "run.json", List.of())).isEqualTo(loaded);
    assertThat(ConfigLoader.load(loaded.hocon(), "run.conf", List.of())).isEqualTo(loaded);
    assertThat(new ObjectMapper().readTree(loaded.json()).at("/rollout/commands/0").asDouble())
        .isEqualTo(0.5);
    assertThat(loaded.json()).doesNotContain("\n");
    assertThat(loaded.hocon()).contains("\n  batch-size = 24\n", "hidden-sizes = [256,256]\n");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("x.conf"), text);
  }
}
