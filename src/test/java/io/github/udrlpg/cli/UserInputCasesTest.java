package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users type that cannot be right: one message, exit code 2, and no Spark for it. */
class UserInputCasesTest {
  @TempDir Path directory;
  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);
  private String master;

  /** Whoever started Spark for a wrong input would be refused by it. */
  @BeforeEach
  void letNoSparkStart() {
    master = System.setProperty("spark.master", "no-such-master");
  }

  @AfterEach
  void restore() {
    if (master == null) {
      System.clearProperty("spark.master");
    } else {
      System.setProperty("spark.master", master);
    }
  }

  private Path conf(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private String refused(Object... arguments) {
    int code = jobs.execute(arguments);
    assertThat(code).as("%s%n%s", List.of(arguments), jobs.err()).isEqualTo(2);
    assertThat(jobs.err()).doesNotContain("Exception", "\tat ", "Failed:");
    return jobs.err();
  }

  private String refusedToTrain(String... sets) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("train", Runs.tinyFile(directory), "--out", directory.resolve("run")));
    Arrays.stream(sets).forEach(set -> arguments.addAll(List.of("--set", set)));
    String message = refused(arguments.toArray());
    assertThat(directory.resolve("run")).doesNotExist();
    return message;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"|A path must name a file or a directory, local or under any Hadoop path, found ''",
        "\"  \"|found '  '",
        "foo://x|Cannot use the path foo://x: Hadoop has no file system 'foo'. Known here are"
            + " file,",
        "file://tmp/x|'tmp' stands where a host would. Write file:///tmp/x",
        "hdfs:x|after the scheme hdfs comes a path from the root, such as hdfs:/runs. A local file"
            + " of that name is ./hdfs:x",
        "hdfs:///x|it names no host, and fs.defaultFS of Hadoop's is file:///. Write hdfs://HOST/x",
        "hdfs://localhost:1/a:b|names on hdfs hold no colon",
      })
  void c11APathThatCannotBeIsOneSentence(String path, String message) {
    Path conf = Runs.tinyFile(directory);
    assertThat(refused("train", conf, "--out", path)).contains(message).hasLineCount(1);
    assertThat(refused("evaluate", path)).contains(message);
    assertThat(refused("replay", path, "--policy", "0-0")).contains(message);
    assertThat(refused("export", path, "--out", "x.onnx")).contains(message);
    assertThat(refused("compact", path, "--out", directory.resolve("x"))).contains(message);
    assertThat(refused("analyze", path)).contains(message);
    assertThat(refused("fit-offline", path, "--out", directory.resolve("x"))).contains(message);
    assertThat(refused("compare", path, directory.resolve("x"))).contains(message);
  }

  @Test
  void c11AConfigurationIsReadByWhateverNameItsFileHas() throws IOException {
    Path conf = Files.copy(Runs.tinyFile(directory), directory.resolve("a:b [1] %20.conf"));
    for (String name : List.of("" + conf, "file:" + conf, "file://" + conf, "/" + conf)) {
      assertThat(jobs.execute("resources", name)).as(jobs.err()).isZero();
    }
    assertThat(refused("resources", "file:" + directory + "/none.conf"))
        .contains("there is no readable file of that name");
    conf("included.conf", "include \"a:b [1] %20.conf\"\nrun.seed = 3");
    assertThat(jobs.execute("resources", "file:" + directory + "/included.conf"))
        .as(jobs.err())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[46341,46341]", "[2147483647,2147483647,2147483647]", "[600000000]"})
  void c12LayersThatNoArrayHoldsAreRefusedWithTheNumbers(String layers) {
    String set = "policy.hidden-sizes=" + layers;
    String most = "weights, the most that one array holds is 536870911: lower policy.hidden-sizes";

    assertThat(refusedToTrain(set)).contains(most);
    assertThat(refusedToTrain(set, "env.id=Hopper-v4")).contains(most);
    assertThat(refused("resources", Runs.tinyFile(directory), "--set", set)).contains(most);
    assertThat(
            refused(
                "train",
                Runs.tinyFile(directory),
                "--out",
                directory.resolve("group"),
                "--seeds",
                "1,2",
                "--set",
                set))
        .contains(most);
  }

  @Test
  void c12TheNumbersAreThoseOf64Bits() {
    assertThat(refusedToTrain("policy.hidden-sizes=[46341,46341]"))
        .contains("Policies with layers [8, 46341, 46341, 2] have 2148044375 weights");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "generator.hidden-sizes=[46341,46341]|generator.tile=8",
        "generator.embedding-dim=2147483647|generator.tile=8",
        "generator.hidden-sizes=[2147483647]|generator.tile=2147483647",
      })
  void c12AGeneratorThatNoArrayHoldsIsRefused(String set, String other) {
    assertThat(refusedToTrain(set, other))
        .contains("has more than 536870911 parameters: make it smaller");
    assertThat(refused("resources", Runs.tinyFile(directory), "--set", set)).contains("smaller");
  }

  @Test
  void c12ATileMayBeLargerThanAnyLayer() {
    assertThat(
            jobs.execute(
                "resources", Runs.tinyFile(directory), "--set", "generator.tile=2147483647"))
        .as("the middle layers have no tiles in a policy of one hidden layer%n%s", jobs.err())
        .isIn(0, 2);
    assertThat(jobs.out() + jobs.err()).doesNotContain("-1", "Exception", "Failed");
  }

  @Test
  void c12MemoryIsNeverNegative() {
    for (String set :
        List.of(
            "buffer.capacity=2147483647",
            "training.batch-size=2147483647",
            "rollout.policies-per-iteration=2147483647",
            "evaluation.extensive-commands=2147483647",
            "store.partition-buckets=2147483647")) {
      for (String layers : List.of("[16]", "[20000,20000]")) {
        int code =
            jobs.execute(
                "resources",
                Runs.tinyFile(directory),
                "--set",
                set,
                "--set",
                "buffer.buckets=2147483647",
                "--set",
                "policy.hidden-sizes=" + layers,
                "--executor-cores",
                "2147483647");
        assertThat(code).as(set).isIn(0, 2);
        assertThat(jobs.out()).as(set).doesNotContain(" -");
        assertThat(jobs.err()).as(set).doesNotContain("Exception", "Failed", " -");
      }
    }
  }

  @Test
  void c14ABatchThatNoHeapHoldsIsRefusedBeforeAnythingStarts() {
    assertThat(refusedToTrain("training.batch-size=2e9"))
        .contains(
            "training.batch-size: the 2000000000 pairs of an update take 29.8 GiB of the Java heap,"
                + " which has ")
        .contains("lower it, or give the process a larger heap (spark.driver.memory");
    assertThat(
            refusedToTrain(
                "training.batch-size=9e6",
                "buffer.capacity=9000000",
                "buffer.bucket-capacity=unlimited"))
        .contains("An update with ", "distinct commands", "the most is 536870911: lower training");
  }

  @Test
  void c14NestingThatNoStackHoldsIsOneMessage() throws IOException {
    String deep = "a{".repeat(20_000) + "}".repeat(20_000);
    String list = "a=" + "[".repeat(20_000) + "]".repeat(20_000);
    String message = "groups or lists stand in one another too deeply to be read";
    for (String text : List.of(deep, list)) {
      Path conf = conf("deep.conf", text);
      assertThat(refused("resources", conf)).contains(message);
      assertThat(refused("sweep", conf, "--out", directory.resolve("x"))).contains(message);
      assertThat(refused("experiment", conf, "--out", directory.resolve("x"))).contains(message);
    }
    assertThat(refused("resources", Runs.tinyFile(directory), "--set", list)).contains(message);
  }

  @Test
  void c15QuotesThatHideADotAreNamed() throws IOException {
    String text =
        "env.id: stands in quotes, which hide its dots: write env.id without quotes, or in JSON"
            + " { \"env\": { \"id\": ... } }";
    Path json = conf("keys.json", "{\"env.id\": \"Swimmer-v4\"}");
    assertThat(refused("resources", json)).contains(text).doesNotContain("Did you mean");
    conf("outer.conf", "include \"keys.json\"");
    assertThat(refused("resources", directory.resolve("outer.conf"))).contains(text, "keys.json");
    assertThat(refused("resources", Runs.tinyFile(directory), "--set", "\"env.id\"=Hopper-v4"))
        .contains(text, "(--set)");
    Path sweep = conf("sweep.conf", "{\"sweep.seeds\": \"1\", \"sweep.question\": \"q\"}");
    assertThat(refused("sweep", sweep, "--out", directory.resolve("x")))
        .contains("sweep.question stands in quotes, which hide its dots");
    Path experiment = conf("experiment.conf", "{\"experiment.seeds\": \"1\"}");
    assertThat(refused("experiment", experiment, "--out", directory.resolve("x")))
        .contains("experiment.seeds stands in quotes", "{ \"experiment\": { \"seeds\": ... } }");
  }

  @Test
  void commandsThatNoGeneratorTakesAreRefusedBeforeSparkStarts() {
    assertThat(refused("evaluate", directory, "--commands", "1e300"))
        .contains("--commands must be finite scaled returns from 0 to 3.4028235E38, found 1.0E300");
    assertThat(refused("export", directory, "--command", "1e300", "--out", "x.onnx"))
        .contains("--command must be a finite scaled return from 0 to 3.4028235E38, found 1.0E300");
    assertThat(refusedToTrain("rollout.command=fixed", "rollout.commands=[1e300]"))
        .contains("rollout.commands: must be finite scaled returns from 0");
  }
}
