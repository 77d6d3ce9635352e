package io.github.udrlpg.compact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.Sha256;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The card says of the data what the data say. */
@Tag("native")
class CardTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  private Path run(String name, String... overrides) throws IOException {
    Path run = directory.resolve(name);
    Runs.train(HADOOP, new org.apache.hadoop.fs.Path(run.toUri()), overrides);
    return run;
  }

  @Test
  void itsNumbersAreThoseOfTheDataAndOnlyLastPartsOfPathsAreTold() throws IOException {
    Path swimmer = run("a|b*`<c>", "training.max-env-steps=4000");
    Path instant = run("quick", Runs.instant("policy.hidden-sizes=[]"));
    Files.writeString(swimmer.resolve("summary.json"), "{}");
    Path out = directory.resolve("dataset");

    Card card = Compacted.make(HADOOP, Compacted.request(out, swimmer, instant));

    JsonNode json = new ObjectMapper().readTree(out.resolve("_card.json").toFile());
    Map<String, List<StoredPolicy>> byRun =
        Compacted.policies(HADOOP, out, card).stream()
            .collect(Collectors.groupingBy(policy -> policy.row().run()));
    assertThat(json.get("policies").asLong()).isEqualTo(64);
    assertThat(json.get("runs")).hasSize(2);
    for (JsonNode run : json.get("runs")) {
      requireNumbers(run, byRun.get(run.get("run").asText()));
    }
    requireFiles(json, out);
    requireSums(json);
    JsonNode first = json.get("runs").get(0);
    assertThat(first.get("directory").asText()).isEqualTo("a|b*`<c>");
    assertThat(first.get("finished").asBoolean()).isTrue();
    assertThat(json.get("runs").get(1).get("finished").asBoolean()).isFalse();
    assertThat(first.at("/begun_with/versions/mujoco").asText()).isEqualTo("3.14.0");
    assertThat(first.at("/begun_with/config/env/id").asText()).isEqualTo("BriefSwimmer-v0");
    assertThat(first.at("/begun_with/cpu/model").isTextual()).isTrue();
    assertThat(first.at("/returns/max").asDouble()).isEqualTo(365);
    String text = Files.readString(out.resolve("_card.md"));
    assertThat(text)
        .contains("a\\|b\\*\\`\\<c\\>", "| BriefSwimmer-v0 | 1 | 4 |", "| Instant-v0 | 1 | 60 |")
        .contains("`episodes.diverged`", "spark.read.parquet", "\\[8, 16, 2\\]", "\\[11, 3\\]")
        .contains("no, up to iteration 8");
    assertThat(text + json).doesNotContain(directory.toString());
  }

  private static void requireNumbers(JsonNode run, List<StoredPolicy> policies) {
    List<PolicyRow> rows = policies.stream().map(StoredPolicy::row).toList();
    assertThat(run.get("policies").asLong()).isEqualTo(rows.size());
    assertThat(run.get("episodes").asLong())
        .isEqualTo(rows.stream().mapToLong(row -> row.episodes().size()).sum());
    assertThat(run.get("environment_steps").asLong())
        .isEqualTo(rows.stream().mapToLong(PolicyRow::environmentSteps).sum());
    assertThat(run.get("diverged_episodes").asLong())
        .isEqualTo(
            rows.stream()
                .flatMap(row -> row.episodes().stream())
                .filter(Episode::diverged)
                .count());
    assertThat(run.at("/mean_return/min").asDouble())
        .isEqualTo(rows.stream().mapToDouble(PolicyRow::meanReturn).min().orElseThrow());
    assertThat(run.at("/mean_return/max").asDouble())
        .isEqualTo(rows.stream().mapToDouble(PolicyRow::meanReturn).max().orElseThrow());
    assertThat(run.at("/scaled_return/min").asDouble())
        .isEqualTo(rows.stream().mapToDouble(PolicyRow::scaledReturn).min().orElseThrow());
    assertThat(run.at("/scaled_return/max").asDouble())
        .isEqualTo(rows.stream().mapToDouble(PolicyRow::scaledReturn).max().orElseThrow());
    assertThat(run.get("environment").asText()).isEqualTo(rows.get(0).environment());
    JsonNode network = run.get("policy_network");
    Integer[] layers = new ObjectMapper().convertValue(network.get("layers"), Integer[].class);
    PolicyShape shape = PolicyShape.of(layers);
    assertThat(policies).allMatch(policy -> policy.weights().length == shape.parameterCount());
    int last = shape.depth() - 1;
    assertThat(network.get("affine_maps").get(last).get("bias_offset").asInt())
        .isEqualTo(shape.biasOffset(last));
    assertThat(network.get("affine_maps").get(last).get("weight_shape").get(0).asInt())
        .isEqualTo(shape.outputs(last));
  }

  private static void requireFiles(JsonNode json, Path out) throws IOException {
    for (JsonNode file : json.get("files")) {
      byte[] content = Files.readAllBytes(out.resolve(file.get("path").asText()));
      assertThat(content).hasSize(file.get("bytes").asInt());
      assertThat(Sha256.hex(content)).isEqualTo(file.get("sha256").asText());
    }
  }

  private static void requireSums(JsonNode json) {
    for (String list : List.of("buckets", "files")) {
      assertThat(sum(json.get(list), "policies")).isEqualTo(json.get("policies").asLong());
      assertThat(sum(json.get(list), "bytes")).isEqualTo(json.get("bytes").asLong());
    }
    assertThat(sum(json.get("buckets"), "files")).isEqualTo(json.get("files").size());
  }

  private static long sum(JsonNode list, String field) {
    long sum = 0;
    for (JsonNode item : list) {
      sum += item.get(field).asLong();
    }
    return sum;
  }

  @Test
  void codeStaysCodeWhateverIsInIt() {
    assertThat(Markdown.code("json", "a ``` b")).isEqualTo("````json\na ``` b\n````\n");
    assertThat(Markdown.escape("a\nb_c")).isEqualTo("a b\\_c");
  }
}
