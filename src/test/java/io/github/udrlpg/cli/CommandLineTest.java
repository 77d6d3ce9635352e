package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jobs as a user meets them: arguments in; exit code, output and files out. */
@Tag("spark")
@Tag("native")
class CommandLineTest {
  /** The one that the build names. */
  private static final String SPARK = System.getProperty("spark.version.for.tests");

  @TempDir Path directory;
  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);
  private String out = "";
  private String err = "";
  private Path run;
  private Path conf;

  @BeforeEach
  void prepare() {
    run = directory.resolve("run");
    conf = Runs.tinyFile(directory);
    jobs.useLocalSpark(2);
  }

  @AfterEach
  void cleanUp() {
    jobs.forgetSpark();
  }

  private int execute(Object... arguments) {
    int exitCode = jobs.execute(arguments);
    out = jobs.out();
    err = jobs.err();
    return exitCode;
  }

  @Test
  void trainsEvaluatesReplaysAndResumes() throws IOException {
    assertThat(execute("train", conf, "--out", run, "--set", Runs.SWIMMER)).as(err).isZero();
    assertThat(Runs.files(run))
        .contains("run.json", "summary.json", "report/index.html")
        .anyMatch(name -> name.matches("checkpoints/checkpoint-\\d{9}\\.safetensors"))
        .anyMatch(name -> name.matches("metrics/iterations/until-\\d{9}\\.parquet"))
        .anyMatch(
            name ->
                name.matches(
                    "policies/iteration=3/writer=w\\w{8}/return_bucket=\\d+/part-[\\d-]+\\.parquet"));
    assertThat(out).contains("\"env_id\" : \"Swimmer-v4\"", "\"env_steps\" : 24000");
    assertThat(Files.readString(run.resolve("summary.json")).strip()).isEqualTo(out.strip());
    assertThat(err).contains("Obeys within a tenth of the range for ");
    assertThat(Files.readString(run.resolve("run.json")))
        .contains(
            "\"mujoco\" : \"3.14.0\"", Text.format("\"spark\" : \"%s\"", SPARK), "\"seed\" : 1");
    List<String> rows = Dataset.rows(run);

    assertThat(execute("evaluate", run, "--commands", "0.2,0.9", "--episodes", 2)).as(err).isZero();
    assertThat(out.lines()).hasSize(4);
    assertThat(out.lines().toList().get(2)).contains("0.900").contains("[");
    assertThat(out.lines().toList().get(3)).contains(" of 2 commands within a tenth of the range");
    assertThat(Runs.files(run)).anyMatch(name -> name.matches("evaluations/.*\\.parquet"));

    assertThat(execute("replay", run, "--policy", "4-1")).as(err).isZero();
    assertThat(out.lines().toList().get(1)).endsWith("yes");

    Path dataset = directory.resolve("dataset");
    assertThat(execute("compact", run, "--out", dataset, "--compression", "snappy"))
        .as(err)
        .isZero();
    assertThat(out)
        .startsWith("24 policies of 1 run in ")
        .contains("MiB/s")
        .contains(dataset.toString());
    assertThat(err).contains("Card: " + dataset + "/_card.md");
    assertThat(Files.readString(dataset.resolve("_card.json")))
        .contains(
            "\"finished\" : true", "\"compression\" : \"snappy\"", "\"gymnasium\" : \"1.3.0\"");
    assertThat(execute("compact", run, run, "--out", dataset, "--file-mib", "0")).isEqualTo(2);
    assertThat(err)
        .contains("Cannot compact:", "is given twice", "already holds a finished dataset")
        .contains("--file-mib must be positive, found 0")
        .doesNotContain("\tat ");
    assertThat(execute("compact", run, "--out", dataset, "--compression", "gzip")).isEqualTo(2);
    assertThat(err).contains("'--compression'", "gzip", "SNAPPY");

    assertThat(execute("train", "--out", run, "--resume", "--set", "training.max-env-steps=26000"))
        .as(err)
        .isZero();
    assertThat(out).contains("\"env_steps\" : 26000");
    assertThat(Dataset.rows(run)).startsWith(rows.toArray(String[]::new)).hasSize(26);
  }

  @Test
  void namesEveryProblemOfAConfigurationAtOnce() {
    int exitCode =
        execute(
            "train",
            conf,
            "--out",
            run,
            "--set",
            "training.batch-sise=3",
            "--set",
            "rollout.noise=loud",
            "--set",
            "buffer.capacity=-1");

    assertThat(exitCode).isEqualTo(2);
    assertThat(err)
        .contains("training.batch-sise", "training.batch-size")
        .contains("rollout.noise")
        .contains("buffer.capacity")
        .doesNotContain("\tat ");
    assertThat(run).doesNotExist();
  }

  @Test
  void suggestsTheEnvironmentThatWasMeant() {
    assertThat(execute("train", conf, "--out", run, "--set", "env.id=Hoper-v4")).isEqualTo(2);

    assertThat(err).contains("Unknown environment 'Hoper-v4'. Did you mean 'Hopper-v4'?");
    assertThat(run).doesNotExist();
  }

  @Test
  void refusesWhatIsNoRunOrAlreadyOne() throws IOException {
    assertThat(execute("evaluate", run)).isEqualTo(2);
    assertThat(err).contains("There is no run in").contains("it has no run.json");
    assertThat(execute("replay", run, "--policy", "0-0")).isEqualTo(2);
    assertThat(execute("train", "--out", run, "--resume")).isEqualTo(2);
    assertThat(execute("train", "--out", run)).isEqualTo(2);
    assertThat(err).contains("CONF is missing");
    assertThat(execute("train", "no.conf", "--out", run)).isEqualTo(2);
    assertThat(err).contains("no.conf");

    Files.createDirectories(run);
    Files.writeString(run.resolve("thesis.tex"), "precious");
    assertThat(execute("train", conf, "--out", run)).isEqualTo(2);
    assertThat(err).contains("is not empty and holds no run");

    Files.writeString(run.resolve("run.json"), "{\"format\":1,");
    assertThat(execute("train", conf, "--out", run)).isEqualTo(2);
    assertThat(err).contains("already holds a run. Add --resume");
    assertThat(execute("evaluate", run)).isEqualTo(2);
    assertThat(err).contains("run.json").contains("The file is damaged: restore it from a copy");
    assertThat(Files.readString(run.resolve("thesis.tex"))).isEqualTo("precious");
  }

  @Test
  void refusesToResumeWithOtherSettingsOrFromDamage() throws IOException {
    assertThat(execute("train", conf, "--out", run)).as(err).isZero();
    List<String> files = Runs.files(run);

    assertThat(
            execute(
                "train",
                conf,
                "--out",
                run,
                "--resume",
                "--set",
                "env.id=Hopper-v4",
                "--set",
                "rollout.noise=0.2"))
        .isEqualTo(2);
    assertThat(err)
        .contains("Cannot resume")
        .contains("env.id: the run has \"BriefSwimmer-v0\", the configuration \"Hopper-v4\"")
        .contains("rollout.noise: the run has 0.1, the configuration 0.2");
    assertThat(execute("replay", run, "--policy", "99-0")).isEqualTo(2);
    assertThat(err).contains("The run holds no policy 99-0");
    assertThat(execute("replay", run, "--policy", "best")).isEqualTo(2);
    assertThat(err).contains("--policy must be ITERATION-INDEX, for example 12-3, found 'best'");
    assertThat(execute("evaluate", run, "--commands", "-1")).isEqualTo(2);
    assertThat(err).contains("--commands must be finite scaled returns from 0, found -1.0");

    for (String name : files) {
      if (name.startsWith("checkpoints/")) {
        Files.write(run.resolve(name), new byte[] {1, 2, 3});
      }
    }
    assertThat(execute("evaluate", run)).isEqualTo(2);
    assertThat(err).contains("No checkpoint in").contains("is damaged");
    assertThat(Runs.files(run)).isEqualTo(files);
  }

  @Test
  void aFailureWhileRunningIsOneMessageAndExitCode1() {
    assertThat(
            execute(
                "train",
                conf,
                "--out",
                run,
                "--set",
                "env.id=Faulty-v0",
                "--set",
                "generator.learning-rate=1e38"))
        .isEqualTo(1);
    assertThat(err).contains("Failed: ").contains("--verbose").doesNotContain("\tat ");
  }

  @Test
  void explainsItself() {
    for (String job :
        List.of("train", "evaluate", "replay", "compare", "compact", "experiment", "sweep")) {
      assertThat(execute(job, "--help")).isZero();
      assertThat(out).contains("Usage: jobs/" + job, "--verbose", "spark-submit", "Exit codes");
      assertThat(execute(job, "--version")).isZero();
      assertThat(out).contains("udrlpg-spark ", "mujoco 3.14.0", "spark " + SPARK);
    }
    assertThat(execute("evaluate", run, "--no-such-option")).isEqualTo(2);
    assertThat(err).contains("Unknown option: '--no-such-option'").doesNotContain("\tat ");
    assertThat(execute("trian")).isEqualTo(2);
    assertThat(err).contains("Unknown job 'trian'. Did you mean 'train'?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://KEY:SECRET@bucket/run",
        "s3a://KEY:SEC/RET@bucket/run",
        "s3a://SECRET@bucket/run",
        "--out=S3A://KEY:SECRET@bucket/run",
        "hdfs://user:SECRET@namenode/run"
      })
  void aPathWithCredentialsIsRefusedAndNotRepeated(String path) {
    assertThat(execute("train", conf, "--out", run, path)).isEqualTo(2);
    assertThat(err)
        .contains("A path of the command line has credentials in it")
        .contains("fs.s3a.access.key", "not repeated here")
        .hasLineCount(1)
        .doesNotContain("SEC", "KEY");
    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://bucket/run",
        "hdfs://namenode:8020/home/a@b/run",
        "hdfs://user@namenode:8020/run",
        "abfss://container@account.dfs.core.windows.net/run"
      })
  void aPathWithoutCredentialsIsNot(String path) {
    PathCredentials.requireNone(List.of("train", "--out", path));
  }
}
