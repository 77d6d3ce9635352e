package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of runs as a user meets them. */
@Tag("spark")
@Tag("native")
class GroupCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);
  private Path group;
  private Path conf;

  @BeforeEach
  void prepare() {
    group = directory.resolve("group");
    conf = Runs.tinyFile(directory);
    jobs.useLocalSpark(2);
  }

  @AfterEach
  void cleanUp() {
    jobs.forgetSpark();
  }

  @Test
  void trainsSeedsSideBySideLikeSingleRunsAndGoesOn() throws IOException {
    Path single = directory.resolve("single");
    assertThat(jobs.execute("train", conf, "--out", single, "--set", "run.seed=2"))
        .as(jobs.err())
        .isZero();

    assertThat(jobs.execute("train", conf, "--out", group, "--seeds", "1..3"))
        .as(jobs.err())
        .isZero();

    assertThat(Dataset.rows(group.resolve("seed-2"))).isEqualTo(Dataset.rows(single)).isNotEmpty();
    assertThat(withoutTimes(group.resolve("seed-2/summary.json")))
        .isEqualTo(withoutTimes(single.resolve("summary.json")));
    assertThat(Runs.files(group))
        .contains("group.json", "summary.json", "seed-1/report/index.html")
        .contains("aggregate/curves.json", "aggregate/index.html", "aggregate/learning-curve.png");
    assertThat(Files.readString(group.resolve("aggregate/index.html")))
        .contains("BriefSwimmer-v0, 3 seeds", "../seed-2/report/index.html");
    JsonNode summary = JSON.readTree(jobs.out());
    assertThat(summary).isEqualTo(JSON.readTree(group.resolve("summary.json").toFile()));
    assertThat(summary.get("finished").asInt()).isEqualTo(3);
    assertThat(summary.get("env_steps").asLong()).isEqualTo(3 * 24_000);
    assertThat(summary.at("/runs/1/final_return").asDouble())
        .isEqualTo(
            JSON.readTree(single.resolve("summary.json").toFile())
                .at("/final_return/mean")
                .asDouble());
    assertThat(summary.at("/statistics/final_return/iqm/interval95")).hasSize(2);
    assertThat(jobs.err())
        .contains("seeds 3 of 3 done", "Obedience over 3 seeds, IQM, commands raw");
    assertThat(summary.at("/obedience/raw/nrmse/iqm/value").asDouble())
        .isEqualTo(summary.at("/statistics/obedience_nrmse/iqm/value").asDouble());

    Path untouched = group.resolve("seed-1/run.json");
    String before = Files.readString(untouched) + Files.getLastModifiedTime(untouched);
    assertThat(jobs.execute("train", "--out", group, "--resume", "--seeds", "3,4")).isZero();
    assertThat(JSON.readTree(jobs.out()).get("finished").asInt()).isEqualTo(4);
    assertThat(Files.readString(untouched) + Files.getLastModifiedTime(untouched))
        .isEqualTo(before);
  }

  @Test
  void seedsThatFailAreNamedWithTheirCause() throws IOException {
    Files.createDirectories(group);
    assertThat(
            jobs.execute(
                "train",
                conf,
                "--out",
                group,
                "--seeds",
                "1,2",
                "--set",
                "generator.learning-rate=1e38",
                "--set",
                "env.id=Faulty-v0",
                "--set",
                "returns.max=10"))
        .isEqualTo(1);

    assertThat(jobs.err())
        .contains("seed-1: ", "seed-2: ", "diverged", "--resume")
        .doesNotContain("\tat ");
    JsonNode summary = JSON.readTree(jobs.out());
    assertThat(summary.get("finished").asInt()).isZero();
    assertThat(summary.at("/runs/0/cause").asText()).contains("diverged");
  }

  @Test
  void aDamagedRunIsNamedAndTheOthersFinish() throws IOException {
    assertThat(jobs.execute("train", conf, "--out", group, "--seeds", "1,2")).isZero();
    Files.delete(group.resolve("seed-1/summary.json"));
    for (String name : Runs.files(group.resolve("seed-1/checkpoints"))) {
      Files.write(group.resolve("seed-1/checkpoints").resolve(name), new byte[] {1, 2, 3});
    }

    assertThat(jobs.execute("train", "--out", group, "--resume")).isEqualTo(1);

    assertThat(jobs.err()).contains("seed-1: No checkpoint in").contains("is damaged");
    JsonNode summary = JSON.readTree(group.resolve("summary.json").toFile());
    assertThat(summary.at("/runs/0/status").asText()).isEqualTo("unfinished");
    assertThat(summary.at("/runs/1/status").asText()).isEqualTo("finished");
  }

  @Test
  void refusesWhatCannotBeMeant() throws IOException {
    for (List<String> wrong :
        List.of(
            List.of("1..", "neither a seed such as 7 nor a range"),
            List.of("1,1", "seed 1 comes twice"))) {
      assertThat(jobs.execute("train", conf, "--out", group, "--seeds", wrong.get(0))).isEqualTo(2);
      assertThat(jobs.err()).contains(wrong.get(1));
    }
    assertThat(jobs.execute("train", conf, "--out", group, "--seeds", "1", "--set", "run.seed = 3"))
        .isEqualTo(2);
    assertThat(jobs.err()).contains("--seeds and --set run.seed exclude each other");
    assertThat(
            jobs.execute("train", conf, "--out", group, "--seeds", "1", "--set", "env.id=Hoper-v4"))
        .isEqualTo(2);
    assertThat(jobs.err()).contains("Did you mean 'Hopper-v4'?");
    assertThat(jobs.execute("train", "--out", group, "--seeds", "1")).isEqualTo(2);
    assertThat(jobs.err()).contains("CONF is missing");
    assertThat(jobs.execute("train", "--out", group, "--seeds", "1", "--resume")).isEqualTo(2);
    assertThat(jobs.err()).contains("There is no group of runs in");
    System.setProperty("spark.speculation", "true");
    try {
      assertThat(jobs.execute("train", conf, "--out", group, "--seeds", "1")).isEqualTo(2);
    } finally {
      System.clearProperty("spark.speculation");
    }
    assertThat(jobs.err()).contains("spark.speculation must be false");
    assertThat(group).doesNotExist();

    Files.createDirectories(group);
    Files.writeString(group.resolve("group.json"), "{");
    assertThat(jobs.execute("train", conf, "--out", group, "--seeds", "1")).isEqualTo(2);
    assertThat(jobs.err()).contains("already holds a group of runs. Add --resume");
    assertThat(jobs.execute("train", "--out", group, "--resume")).isEqualTo(2);
    assertThat(jobs.err()).contains("The file is damaged: restore it from a copy");
  }

  @Test
  @Tag("faults")
  void comparesGroups() throws IOException {
    Path other = directory.resolve("other");
    assertThat(train(group, "1..5")).as(jobs.err()).isZero();
    assertThat(train(other, "4..8", "--set", "rollout.noise=0.5")).as(jobs.err()).isZero();
    Path out = directory.resolve("comparison");

    assertThat(jobs.execute("compare", group, other, "--out", out, "--metric", "auc"))
        .as(jobs.err())
        .isZero();

    assertThat(jobs.out())
        .contains("area under the curve", "Probability of improvement", "2 seeds in common")
        .contains("By area under the curve");
    JsonNode json = JSON.readTree(out.resolve("comparison.json").toFile());
    assertThat(json.at("/paired/pairs").asInt()).isEqualTo(2);
    assertThat(json.at("/probability_of_improvement/interval95")).hasSize(2);
    assertThat(jobs.out()).contains(json.get("statement").asText());
    assertThat(Runs.files(out))
        .contains("index.html", "learning-curves.png", "return-against-obedience.png");
    assertThat(Files.readString(out.resolve("index.html"))).contains("Return against obedience");

    assertThat(jobs.execute("compare", group, group)).isEqualTo(2);
    assertThat(jobs.err()).contains("are the same directory");
    assertThat(jobs.execute("compare", group, directory.resolve("none"))).isEqualTo(2);
    assertThat(jobs.err()).contains("There is no group of runs in");
    assertThat(jobs.execute("compare", group, other, "--metric", "speed")).isEqualTo(2);
    assertThat(jobs.err())
        .contains("--metric must be one of final, best, auc, identity-error, obed");
    assertThat(jobs.execute("compare", group, other, "--out", directory)).isEqualTo(2);
    assertThat(jobs.err()).contains("is not empty and holds no comparison.json");
  }

  @Test
  @Tag("faults")
  void runsAnExperimentAndGoesOn() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("experiment.conf"),
            """
            include "tiny.conf"
            experiment {
              question = "Does noise help?", seeds = "1..4", compare = [final, return-and-obedience]
              arms = [ { name = much, set { rollout.noise = 0.5 } }, { name = little } ]
            }
            """);
    Path out = directory.resolve("experiment");
    Path misspelt =
        Files.writeString(
            directory.resolve("misspelt.conf"),
            Files.readString(file).replace("return-and-obedience", "return-and-obedienze"));
    assertThat(jobs.execute(quick("experiment", misspelt, "--out", out))).isEqualTo(2);
    assertThat(jobs.err())
        .contains(
            "must be one of final, best, auc, identity-error, obedience, return-and-obedience");

    assertThat(jobs.execute(quick("experiment", file, "--out", out))).as(jobs.err()).isZero();

    assertThat(jobs.out())
        .contains("little", "Std over seeds of the final return")
        .contains("By return and obedience");
    assertThat(Runs.files(out))
        .contains("summary.json", "index.html", "learning-curves.png", "identity-curves.png")
        .contains("return-against-obedience.png")
        .contains("much/seed-4/summary.json", "little/aggregate/index.html");
    JsonNode json = JSON.readTree(out.resolve("summary.json").toFile());
    assertThat(json.get("arms")).hasSize(2);
    assertThat(json.get("comparisons")).hasSize(2);
    assertThat(json.at("/arms/0/return-and-obedience/runs").asInt()).isEqualTo(4);
    assertThat(jobs.err()).contains("2 arms, 8 runs begins in", "runs 8 of 8 done");

    assertThat(jobs.execute(quick("experiment", file, "--out", out))).isEqualTo(2);
    assertThat(jobs.err()).contains("is not empty. Add --resume");
    assertThat(jobs.execute(quick("experiment", file, "--out", out, "--resume", "--seeds", "5")))
        .as(jobs.err())
        .isZero();
    assertThat(JSON.readTree(out.resolve("summary.json").toFile()).at("/arms/0/final/runs").asInt())
        .isEqualTo(5);
  }

  private int train(Path directory, String seeds, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("train", conf, "--out", directory, "--seeds", seeds));
    arguments.addAll(List.of(more));
    return jobs.execute(quick(arguments.toArray()));
  }

  /** A task that takes no time, and so few steps that a run is done at once. */
  private static Object[] quick(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    for (String set :
        List.of(
            "env.id=Breaking-v0",
            "returns.min=0",
            "returns.max=20",
            "training.max-env-steps=300",
            "evaluation.every-env-steps=100",
            "evaluation.extensive-every-env-steps=200")) {
      all.add("--set");
      all.add(set);
    }
    return all.toArray();
  }

  private static String withoutTimes(Path summary) throws IOException {
    return Files.readString(summary).replaceAll("\"(\\w+_seconds|peak_driver_mib)\" : [^,}]*", "");
  }
}
