package io.github.udrlpg.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.testing.Policies;
import io.github.udrlpg.testing.Serializers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyWritersTest {
  @TempDir Path directory;

  static Stream<UnaryOperator<Object>> serializers() {
    return Stream.of(Serializers::java, Serializers::kryo);
  }

  @ParameterizedTest
  @MethodSource("serializers")
  void writeAfterATripToAnExecutor(UnaryOperator<Object> trip) throws IOException {
    PolicyDataset dataset =
        new PolicyDataset(
            new Configuration(),
            new org.apache.hadoop.fs.Path(directory.toUri()),
            new ReturnBuckets(20),
            CompressionCodecName.ZSTD);
    PolicyWriters writers = (PolicyWriters) trip.apply(dataset.writers(2));

    List<DataFile> files;
    try (PolicyWriter writer = writers.open("0")) {
      writer.write(Policies.stored(2, 0, 0.5, 9));
      files = writer.finish();
    }

    assertThat(dataset.readRows(dataset.commit(2, files)))
        .containsExactly(Policies.stored(2, 0, 0.5, 9).row());
  }

  @Test
  void aProcessReadsAConfigurationOnce() {
    Configuration configuration = new Configuration(false);
    configuration.set("dfs.client.name", "tests");
    HadoopSettings settings = new HadoopSettings(configuration);
    configuration.set("dfs.client.name", "another");

    HadoopSettings first = (HadoopSettings) Serializers.java(settings);
    HadoopSettings second = (HadoopSettings) Serializers.java(settings);
    HadoopSettings other = (HadoopSettings) Serializers.java(new HadoopSettings(configuration));

    assertThat(first.configuration().get("dfs.client.name")).isEqualTo("tests");
    assertThat(second.configuration()).isSameAs(first.configuration());
    assertThat(other.configuration().get("dfs.client.name")).isEqualTo("another");
  }
}
