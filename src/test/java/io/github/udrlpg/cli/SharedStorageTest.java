package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedStorageTest {
  private static final String HDFS = "hdfs://localhost:1";
  private final Configuration hadoop = new Configuration();

  @ParameterizedTest
  @CsvSource({
    "/runs/first, spark://master:7077",
    "file:///runs/first, yarn",
    "runs/first, k8s://https://api:6443"
  })
  void executorsElsewhereDoNotSeeALocalDirectory(String run, String master) throws IOException {
    assertThat(SharedStorage.warning(hadoop, new Path(run), master).orElseThrow())
        .startsWith(new Path(run) + " is a local directory, and with master " + master)
        .contains("is lost unless it is a mount that all machines share", "hdfs:///runs/first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[*]", "local[2,4]", "local-cluster[2,1,1024]"})
  void executorsOfThisMachineDo(String master) throws IOException {
    assertThat(SharedStorage.warning(hadoop, new Path("/runs/first"), master)).isEmpty();
  }

  @Test
  void aPathWithoutASchemeIsOfTheDefaultFileSystem() throws IOException {
    assertThat(SharedStorage.warning(hadoop, new Path(HDFS + "/run"), "yarn")).isEmpty();
    hadoop.set("fs.defaultFS", HDFS);
    assertThat(SharedStorage.warning(hadoop, new Path("/run"), "yarn")).isEmpty();
    assertThat(SharedStorage.warning(hadoop, new Path("file:///run"), "yarn")).isPresent();
  }
}
