package io.github.udrlpg.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("spark")
@Tag("native")
class StoredPoliciesTest {
  private static final Configuration HADOOP = new Configuration();
  private static SparkSession spark;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    spark = SparkSession.builder().config(LocalSpark.conf(2)).getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private Path train(String name, String... overrides) throws IOException {
    List<String> all = new ArrayList<>(List.of("training.max-env-steps=5000"));
    all.addAll(List.of(overrides));
    Path run = directory.resolve(name);
    Runs.train(HADOOP, hadoop(run), all.toArray(String[]::new));
    return run;
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static StoredPolicies open(Path path) throws IOException {
    return StoredPolicies.open(HADOOP, path.toString(), warning -> {});
  }

  @Test
  void ofARunThatIsBeingTrainedWhatItHasCommittedCounts() throws IOException {
    Path run = train("run");
    assertThat(run.resolve("summary.json")).doesNotExist();
    // What a task writes before its iteration is committed.
    Path file =
        Runs.files(run.resolve("policies")).stream()
            .filter(name -> name.endsWith(".parquet"))
            .map(run.resolve("policies")::resolve)
            .findFirst()
            .orElseThrow();
    Files.copy(file, file.resolveSibling("00000-99.parquet"));

    Dataset<Row> committed = open(run).read(spark);
    long before = committed.count();
    assertThat(before).isEqualTo(5);

    RunDirectory further =
        RunDirectory.open(HADOOP, hadoop(run), List.of("training.max-env-steps=9000"));
    further.begin();
    further.training(1).train(new LocalRolloutRunner(), new TrainingListener() {});
    assertThat(committed.count()).as("a data frame stays what it was").isEqualTo(before);
    assertThat(open(run).read(spark).count()).isEqualTo(9);
  }

  @Test
  void whatRunsDifferInIsNamedWithBothValues() throws IOException {
    Path one = train("one");
    Path other = train("other", "returns.max=400", "policy.hidden-sizes=[8]");
    Path compacted = directory.resolve("compacted");
    Compacted.make(HADOOP, Compacted.request(compacted, one, other));
    assertThatThrownBy(() -> open(compacted).requireOneTask(Runs.tiny()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("The runs of " + compacted + " differ in what a command means:")
        .hasMessageContaining("policy.hidden-sizes: [")
        .hasMessageMatching("(?s).*returns.max: (365|400) in run \\S+, (365|400) in run .*")
        .hasMessageContaining("Train from runs that agree in these keys");
    assertThatThrownBy(() -> open(one).requireOneTask(Runs.tiny("returns.survival-bonus=exclude")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("returns.survival-bonus: include in run ")
        .hasMessageContaining("exclude in the configuration")
        .hasMessageContaining("Leave these keys as the run has them");
    open(one).requireOneTask(Runs.tiny("buffer.capacity=7"));
  }
}
