package io.github.udrlpg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.compact.Card;
import io.github.udrlpg.compact.CompactedFile;
import io.github.udrlpg.compact.Compaction;
import io.github.udrlpg.compact.CompactionRequest;
import io.github.udrlpg.compact.FileCompactor;
import io.github.udrlpg.compact.PlannedFile;
import io.github.udrlpg.config.StoreSettings.Compression;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.testing.Serializers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("spark")
@Tag("native")
class SparkCompactionTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir static Path shared;
  private static Path run;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    run = shared.resolve("run");
    Runs.train(HADOOP, new org.apache.hadoop.fs.Path(run.toUri()));
  }

  private Card compact(String name, SparkConf conf) throws IOException {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      Compaction compaction =
          Compaction.prepare(
              HADOOP, Compacted.request(directory.resolve(name), run), warning -> {});
      Card card =
          compaction.run(new SparkCompaction(spark, file -> done.add(file.index())), Map.of());
      assertThat(done).hasSameSizeAs(compaction.plan());
      return card;
    }
  }

  private static SparkConf conf(String master) {
    return LocalSpark.conf(1).setMaster(master);
  }

  @Test
  void coresAndSerializersChangeNoByte() throws IOException {
    Path expected = directory.resolve("here");
    List<DataFile> files = Compacted.make(HADOOP, Compacted.request(expected, run)).files();

    assertThat(compact("one", conf("local[1]")).files()).isEqualTo(files);
    assertThat(compact("four", conf("local[4]")).files()).isEqualTo(files);
    SparkConf kryo =
        conf("local[2]").set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    assertThat(compact("kryo", kryo).files()).isEqualTo(files);
    assertThat(Runs.files(directory.resolve("four"))).hasSize(files.size() + 2);
  }

  @Test
  void sparkReadsTheDatasetAndNothingBesideIt() throws IOException {
    Path out = directory.resolve("dataset");
    Card card = compact("dataset", conf("local[2]"));
    List<String> expected = Dataset.rows(run);

    try (SparkSession session = SparkSession.builder().config(conf("local[2]")).getOrCreate()) {
      org.apache.spark.sql.Dataset<Row> policies = session.read().parquet(out.toString());

      assertThat(policies.count()).isEqualTo(expected.size()).isEqualTo(card.policies());
      assertThat(policies.schema().apply("return_bucket").dataType())
          .isEqualTo(DataTypes.IntegerType);
      // A column that is a directory too is refused by pyarrow.
      assertThat(
              session.read().parquet(out.resolve(card.files().get(0).path()).toString()).columns())
          .doesNotContain("return_bucket");
      assertThat(policies.columns()).doesNotContain("writer").doesNotHaveDuplicates();
      assertThat(
              policies.where("return_bucket <> greatest(ceil(scaled_return * 20) - 1, 0)").count())
          .isZero();
      assertThat(policies.where("size(weights) <> 8 * 16 + 16 + 16 * 2 + 2").count()).isZero();
      assertThat(policies.select("run", "iteration", "policy").distinct().count())
          .isEqualTo(expected.size());
      org.apache.spark.sql.Dataset<Row> before =
          session.read().parquet(run.resolve("policies").toString()).drop("writer");
      String[] columns = before.columns();
      assertThat(columns).containsExactlyInAnyOrder(policies.columns());
      assertThat(before.exceptAll(policies.selectExpr(columns)).count()).isZero();
      assertThat(policies.selectExpr(columns).exceptAll(before).count()).isZero();
    }
  }

  @Test
  void aDamagedInputIsReportedWithItsNameAndNothingIsPublished() throws IOException {
    Path damaged = directory.resolve("damaged");
    for (String name : Runs.files(run)) {
      Files.createDirectories(damaged.resolve(name).getParent());
      Files.copy(run.resolve(name), damaged.resolve(name));
    }
    String file =
        Runs.files(damaged.resolve("policies")).stream()
            .filter(name -> name.endsWith(".parquet"))
            .findFirst()
            .orElseThrow();
    byte[] content = Files.readAllBytes(damaged.resolve("policies").resolve(file));
    content[content.length / 2] ^= 1;
    Files.write(damaged.resolve("policies").resolve(file), content);
    Path out = directory.resolve("dataset");

    try (JavaSparkContext spark = LocalSpark.start(2)) {
      assertThatThrownBy(
              () ->
                  Compaction.prepare(HADOOP, Compacted.request(out, damaged), warning -> {})
                      .run(new SparkCompaction(spark, done -> {}), Map.of()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("Nothing was published")
          .hasMessageContaining(file);
    }
    assertThat(out).doesNotExist();
  }

  static Stream<UnaryOperator<Object>> serializers() {
    return Stream.of(
        Serializers::java,
        // What Kryo is handed are bytes: it cannot build records.
        value ->
            TaskResultBytes.decode(
                (byte[]) Serializers.kryo(TaskResultBytes.encode((java.io.Serializable) value)),
                Object.class));
  }

  @ParameterizedTest
  @MethodSource("serializers")
  void whatTravelsArrivesAsItWas(UnaryOperator<Object> trip) throws IOException {
    Path out = directory.resolve("dataset");
    CompactionRequest request =
        new CompactionRequest(
            List.of(run.toString()), out.toString(), 256, OptionalInt.of(7), Compression.SNAPPY);
    List<CompactedFile> sent = new ArrayList<>();
    Card card =
        Compaction.prepare(HADOOP, request, warning -> {})
            .run(
                (plan, compactor) -> {
                  FileCompactor arrived = (FileCompactor) trip.apply(compactor);
                  for (PlannedFile file : plan) {
                    PlannedFile planned = (PlannedFile) trip.apply(file);
                    assertThat(planned).isEqualTo(file);
                    CompactedFile made = arrived.compact(planned, "" + file.index());
                    assertThat(trip.apply(made)).isEqualTo(made);
                    sent.add((CompactedFile) trip.apply(made));
                  }
                  return sent;
                },
                Map.of());

    assertThat(
            new TreeSet<>(
                Compacted.policies(HADOOP, out, card).stream()
                    .map(policy -> policy.row().id())
                    .toList()))
        .hasSize(Dataset.rows(run).size());
  }
}
