package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job does that is started again with the arguments of its first start. */
@Tag("spark")
@Tag("native")
class ContinuationTest {
  @TempDir Path directory;
  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);
  private Path out;
  private Path conf;

  @BeforeEach
  void prepare() {
    out = directory.resolve("out");
    conf = Runs.tinyFile(directory);
    jobs.useLocalSpark(2);
  }

  @AfterEach
  void cleanUp() {
    jobs.forgetSpark();
  }

  @Test
  void oneCommandLineWithResumeBeginsARunAndGoesOnWithIt() throws IOException {
    assertThat(train("--resume", "--set", "training.max-env-steps=30")).as(jobs.err()).isZero();
    assertThat(jobs.err()).contains(" begins in " + out);
    List<String> rows = Dataset.rows(out);

    assertThat(train("--resume")).as(jobs.err()).isZero();
    assertThat(jobs.err()).contains(" goes on in " + out + ", by --resume");
    assertThat(Dataset.rows(out)).startsWith(rows.toArray(String[]::new)).hasSize(60);

    assertThat(train()).isEqualTo(2);
    assertThat(jobs.err()).contains("already holds a run. Add --resume");
    assertThat(train("--resume", "--set", "rollout.noise=0.7")).isEqualTo(2);
    assertThat(jobs.err()).contains("rollout.noise: the run has 0.1, the configuration 0.7");
  }

  @Test
  void resumeBeginsNoRunAmongOtherThings() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("thesis.tex"), "precious");

    assertThat(train("--resume")).isEqualTo(2);

    assertThat(jobs.err()).contains("is not empty and holds no run");
    assertThat(Runs.files(out)).containsExactly("thesis.tex");
  }

  @ParameterizedTest
  @Tag("faults")
  @ValueSource(strings = {"spark.yarn.app.id", "spark.app.id"})
  void anotherAttemptOfAnApplicationGoesOnWithItsOwnRunOnly(String key) throws IOException {
    jobs.useLocalSpark(2, Map.of(key, "application_1_0001"));
    assertThat(train("--set", "training.max-env-steps=30")).as(jobs.err()).isZero();
    assertThat(jobs.err()).contains(" begins in ");
    assertThat(train()).as(jobs.err()).isZero();
    assertThat(jobs.err())
        .contains(" goes on in " + out + ", because this is another attempt of application_1_0001");
    List<String> rows = Dataset.rows(out);
    assertThat(rows).hasSize(60);

    jobs.useLocalSpark(2, Map.of(key, "application_1_0002"));
    for (String attempt : List.of("first", "second")) {
      assertThat(train()).as(attempt).isEqualTo(2);
      assertThat(jobs.err()).as(attempt).contains("already holds a run. Add --resume");
    }
    assertThat(train("--resume")).as(jobs.err()).isZero();
    assertThat(train()).as("the run has passed to it").isZero();
    assertThat(Dataset.rows(out)).isEqualTo(rows);
  }

  @Test
  void aSupervisedDriverGoesOnWithWhatThereIs() throws IOException {
    jobs.useLocalSpark(2, Map.of("spark.driver.supervise", "true"));
    assertThat(train("--set", "training.max-env-steps=30")).as(jobs.err()).isZero();
    assertThat(jobs.err()).contains(" begins in ");

    assertThat(train()).as(jobs.err()).isZero();

    assertThat(jobs.err()).contains(" goes on in ", "because a supervised driver is started again");
    assertThat(Dataset.rows(out)).hasSize(60);
  }

  @Test
  @Tag("faults")
  void groupsOfSeedsDoTheSame() throws IOException {
    // What a driver leaves that dies while it writes its first file.
    Files.createDirectories(out);
    Files.writeString(
        out.resolve(".group.json.0d9c6b1e-7f55-4c0e-9d43-6a2f6f0c1b11"), "{\"format\"");

    assertThat(train("--seeds", "1,2", "--resume")).as(jobs.err()).isZero();
    assertThat(jobs.err()).contains("A group of 2 seeds begins in " + out);
    List<String> rows = Dataset.rows(out.resolve("seed-2"));
    assertThat(rows).hasSize(60);
    assertThat(train("--seeds", "1,2", "--resume")).as(jobs.err()).isZero();
    assertThat(jobs.err()).contains("A group of 2 seeds goes on in " + out + ", by --resume");
    assertThat(Dataset.rows(out.resolve("seed-2"))).isEqualTo(rows);
    assertThat(train("--seeds", "1,2")).isEqualTo(2);
    assertThat(jobs.err()).contains("already holds a group of runs. Add --resume");

    out = directory.resolve("restarted");
    jobs.useLocalSpark(2, Map.of("spark.yarn.app.id", "application_1_0001"));
    assertThat(train("--seeds", "3,4")).as(jobs.err()).isZero();
    assertThat(train("--seeds", "3,4")).as(jobs.err()).isZero();
    assertThat(jobs.err()).contains("because this is another attempt of application_1_0001");
  }

  @Test
  @Tag("faults")
  void soDoExperiments() throws IOException {
    Path experiment =
        Files.writeString(
            directory.resolve("experiment.conf"),
            """
            include "tiny.conf"
            experiment {
              question = "Does noise help?", seeds = "1,2", compare = [final]
              arms = [ { name = much, set { rollout.noise = 0.5 } }, { name = little } ]
            }
            """);
    jobs.useLocalSpark(2, Map.of("spark.yarn.app.id", "application_1_0001"));
    assertThat(execute("experiment", experiment)).as(jobs.err()).isZero();
    assertThat(jobs.err()).contains("An experiment of 2 arms, 4 runs begins in " + out);

    assertThat(execute("experiment", experiment)).as(jobs.err()).isZero();
    assertThat(jobs.err()).contains("goes on in ", "another attempt of application_1_0001");

    jobs.useLocalSpark(2, Map.of("spark.yarn.app.id", "application_1_0002"));
    assertThat(execute("experiment", experiment)).isEqualTo(2);
    assertThat(jobs.err()).contains("is not empty. Add --resume");
  }

  private int train(Object... more) {
    return execute("train", conf, more);
  }

  /** A task that takes no time, and so few steps that a run is done at once. */
  private int execute(String job, Path file, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of(job, file, "--out", out));
    for (String set : Runs.instant()) {
      arguments.add("--set");
      arguments.add(set);
    }
    arguments.addAll(List.of(more));
    return jobs.execute(arguments.toArray());
  }
}
