package io.github.udrlpg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.harness.MemoryNeeds;
import io.github.udrlpg.spark.SparkProcess.Work;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class MemoryCheckTest {
  private static final long MEBIBYTE = 1 << 20;

  /** A driver needs 384 + 1500 + 100 MiB outside its heap and 320 + 200 + 2 · 10 on it. */
  private static final MemoryNeeds NEEDS =
      new MemoryNeeds(
          6000,
          65_536,
          1500 * MEBIBYTE,
          100 * MEBIBYTE,
          200 * MEBIBYTE,
          10 * MEBIBYTE,
          50 * MEBIBYTE);

  @Test
  void namesTheOverheadOfAContainerAndWhatToRaiseItTo() {
    assertThat(warnings(Work.ROLLOUTS, "yarn", "spark.submit.deployMode", "cluster"))
        .containsExactly(
            "spark.driver.memoryOverhead is 384m, but the driver may come to need 1984m outside its"
                + " heap (1.5 GiB for a live buffer of up to 6000 policies of 65536 weights, 0.1"
                + " GiB for the generator and 0.4 GiB for Java and libraries) and would then be"
                + " killed: add -- --conf spark.driver.memoryOverhead=2g");
  }

  @Test
  void readsTheOverheadAsSparkDoes() {
    String[] cluster = {"spark.submit.deployMode", "cluster"};

    assertThat(
            warnings(Work.ROLLOUTS, "yarn", with(cluster, "spark.driver.memoryOverhead", "1984")))
        .isEmpty();
    assertThat(warnings(Work.ROLLOUTS, "yarn", with(cluster, "spark.driver.memory", "20g")))
        .as("a tenth of the heap")
        .isEmpty();
    assertThat(
            warnings(
                Work.ROLLOUTS,
                "yarn",
                with(
                    cluster,
                    "spark.driver.memory",
                    "4g",
                    "spark.driver.memoryOverheadFactor",
                    "0.5")))
        .isEmpty();
    assertThat(
            warnings(Work.ROLLOUTS, "yarn", with(cluster, "spark.driver.minMemoryOverhead", "2g")))
        .isEmpty();
    assertThat(
            warnings(
                Work.ROLLOUTS,
                "k8s://https://api",
                "spark.kubernetes.submitInDriver",
                "true",
                "spark.driver.memory",
                "4g",
                "spark.kubernetes.memoryOverheadFactor",
                "0.25"))
        .singleElement()
        .asString()
        .startsWith("spark.driver.memoryOverhead is 1g,");
  }

  @Test
  void aDriverInClientModeHasNoContainer() {
    assertThat(warnings(Work.ROLLOUTS, "yarn")).isEmpty();
    assertThat(warnings(Work.ROLLOUTS, "k8s://https://api")).isEmpty();
    assertThat(warnings(Work.ROLLOUTS, "spark://master:7077")).isEmpty();
  }

  @Test
  void namesHeapsThatAreTooSmall() {
    assertThat(warnings(Work.ROLLOUTS, "spark://master:7077", "spark.driver.memory", "512m"))
        .containsExactly(
            "spark.driver.memory is 512m, but the driver may come to need a heap of 540m (Spark,"
                + " checkpoints, the broadcast commands): add -- --conf spark.driver.memory=1g");
    assertThat(
            warnings(
                Work.ROLLOUTS,
                "spark://master:7077",
                "spark.executor.memory",
                "1g",
                "spark.executor.cores",
                "16"))
        .singleElement()
        .asString()
        .startsWith(
            "spark.executor.memory is 1g, but the executor may come to need a heap of 1140m")
        .endsWith("add -- --conf spark.executor.memory=1280m");
  }

  @Test
  void anExecutorThatTrainsNeedsWhatADriverNeedsForEveryTask() {
    assertThat(
            warnings(
                Work.WHOLE_TRAININGS,
                "yarn",
                "spark.executor.cores",
                "4",
                "spark.task.cpus",
                "2",
                "spark.executor.memoryOverhead",
                "1g"))
        .singleElement()
        .asString()
        .startsWith(
            "spark.executor.memoryOverhead is 1g, but the executor may come to need 3616m outside"
                + " its heap (2 trainings at once, each 1.5 GiB for a live buffer")
        .endsWith("add -- --conf spark.executor.memoryOverhead=3840m");
  }

  @Test
  void whatSettingsSayIsEnough() {
    for (Work work : Work.values()) {
      SparkConf conf = conf("yarn", "spark.submit.deployMode", "cluster");
      conf.set("spark.executor.cores", "3");
      SparkProcess.driver(NEEDS, work).settings().forEach(s -> conf.set(s.key(), s.value()));
      SparkProcess.executor(NEEDS, work, 3).settings().forEach(s -> conf.set(s.key(), s.value()));

      assertThat(MemoryCheck.warnings(conf, NEEDS, work)).as(work.name()).isEmpty();
    }
  }

  @Test
  void oneProcessOnItsOwnMachineIsNotChecked() {
    assertThat(warnings(Work.ROLLOUTS, "local[4]", "spark.driver.memory", "1m")).isEmpty();
    assertThat(warnings(Work.ROLLOUTS, "local-cluster[2,1,512]", "spark.driver.memory", "1m"))
        .hasSize(1);
  }

  private static String[] with(String[] settings, String... more) {
    String[] all = new String[settings.length + more.length];
    System.arraycopy(settings, 0, all, 0, settings.length);
    System.arraycopy(more, 0, all, settings.length, more.length);
    return all;
  }

  private static List<String> warnings(Work work, String master, String... settings) {
    return MemoryCheck.warnings(conf(master, settings), NEEDS, work);
  }

  private static SparkConf conf(String master, String... settings) {
    SparkConf conf = new SparkConf(false).setMaster(master);
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return conf;
  }
}
