package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DriverClaim;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyWriter;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.HttpRelay;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Policies;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.testing.S3Server;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on an object store, through Hadoop's S3 client: the same rows, the same rules. */
class S3Test extends SharedStorageTests {
  private static final String COMMIT = "/policies/_commits/iteration-000000000.json";

  @TempDir static java.nio.file.Path directory;
  private static S3Server server;
  private static HttpRelay relay;
  private static Configuration hadoop;
  private static String bucket;
  private static String oldBucket;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(directory, "key", "secret");
    relay = new HttpRelay(server.port());
    hadoop = server.hadoop(directory);
    hadoop.set("fs.s3a.endpoint", "http://127.0.0.1:" + relay.port());
    bucket = server.createBucket();
    // The client of an older Hadoop cannot put under a condition.
    oldBucket = server.createBucket();
    hadoop.set("fs.s3a.bucket." + oldBucket + ".create.conditional.enabled", "false");
  }

  @AfterAll
  static void stop() throws IOException {
    if (relay != null) {
      relay.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void forgetRequests() {
    relay.requests();
  }

  @Override
  Configuration hadoop() {
    return hadoop;
  }

  @Override
  Path path(String name) {
    return new Path("s3a://" + bucket + name);
  }

  @Override
  boolean refusesSecond() {
    // That of Spark 3.5; said by version, so that a newer one cannot slip through as an older.
    return !VersionInfo.getVersion().startsWith("3.3.");
  }

  @Test
  void aCommitAndAReplacementAreOneRequestEach() throws IOException {
    needRefusal();
    Dataset.open(hadoop, path("/runs/cheap")).commit(0, List.of());
    assertThat(relay.requests()).containsExactly(put("/runs/cheap" + COMMIT));

    AtomicFiles.replace(hadoop, path("/runs/cheap/run.json"), new byte[] {1});
    AtomicFiles.replace(hadoop, path("/runs/cheap/run.json"), new byte[] {2});
    assertThat(relay.requests())
        .containsExactly(put("/runs/cheap/run.json"), put("/runs/cheap/run.json"));
    assertThat(read(path("/runs/cheap/run.json"))).containsExactly(2);
  }

  @Test
  void readingAFileOfPoliciesIsALookAndARead() throws IOException {
    PolicyDataset dataset = Dataset.open(hadoop, path("/runs/read-once"));
    CommitEntry commit;
    try (PolicyWriter writer = dataset.writers(0).open("0")) {
      writer.write(Policies.stored(0, 0, 0.5, 9));
      commit = dataset.commit(0, writer.finish());
    }
    relay.requests();

    assertThat(dataset.readPolicies(commit, policy -> true)).hasSize(1);

    String object = "/" + bucket + "/runs/read-once/policies/" + commit.files().get(0).path();
    assertThat(relay.requests())
        .extracting(request -> URLDecoder.decode(request, StandardCharsets.UTF_8))
        .containsExactly("HEAD " + object, "GET " + object);
  }

  @Test
  void aCommitWhoseAnswerIsLostIsFoundToBeTheDriversOwn() throws IOException {
    PolicyDataset dataset = Dataset.open(hadoop, path("/runs/lost"));
    relay.loseAnswerTo(put("/runs/lost" + COMMIT));

    CommitEntry committed = dataset.commit(0, List.of());

    assertThat(relay.requests())
        .as("the client puts it again, is refused because of its own, and we look")
        .filteredOn(request -> request.endsWith(COMMIT))
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(dataset.find(0)).contains(committed);
    assertThatThrownBy(() -> Dataset.open(hadoop, path("/runs/lost")).commit(0, List.of()))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("Iteration 0 is already committed");
  }

  @Test
  void aClaimWhoseAnswerIsLostIsNotTakenTwice() throws IOException {
    relay.loseAnswerTo(put("/runs/lost-claim/drivers/driver-000000001.json"));

    DriverClaim.take(hadoop, path("/runs/lost-claim/drivers")).require();

    assertThat(names(path("/runs/lost-claim"))).containsExactly("driver-000000001.json");
  }

  @Test
  @Tag("faults")
  void aStoreThatCannotRefuseASecondCommitIsWarnedOf() throws IOException {
    Settings settings = Runs.tiny("training.max-env-steps=2000").settings();
    Path run = new Path("s3a://" + oldBucket + "/one");
    List<String> warnings = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    new TrainingRun("test", settings, hadoop, run).train(new LocalRolloutRunner(), listener);

    assertThat(warnings)
        .containsExactly(
            "The object store of "
                + run
                + "/drivers is not asked to refuse a second object"
                + " of one name, so two drivers that train this run at the same time could spoil"
                + " it: start one at a time. Hadoop's S3A asks for it from 3.4.2 on, unless"
                + " fs.s3a.create.conditional.enabled is false");
    PolicyDataset dataset = Dataset.open(hadoop, run);
    assertThat(Dataset.rows(dataset)).hasSize(2);
    assertThatThrownBy(() -> dataset.commit(0, List.of()))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("Iteration 0 is already committed");
  }

  @Test
  @Tag("faults")
  void sparkReadsThePoliciesOfAFinishedRun() throws IOException {
    Settings settings = Runs.tiny("training.max-env-steps=2000").settings();
    new TrainingRun("test", settings, hadoop, path("/runs/read"))
        .train(new LocalRolloutRunner(), SILENT);
    SparkConf conf = LocalSpark.conf(1);
    hadoop
        .getPropsWithPrefix("fs.s3a.")
        .forEach((key, value) -> conf.set("spark.hadoop.fs.s3a." + key, value));

    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      assertThat(spark.read().parquet(path("/runs/read/policies").toString()).count()).isEqualTo(2);
    }
  }

  private static String put(String object) {
    return "PUT /" + bucket + object;
  }
}
