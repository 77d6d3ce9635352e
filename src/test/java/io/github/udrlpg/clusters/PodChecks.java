package io.github.udrlpg.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** Checks that pods are what spark.properties and the templates beside the jobs ask for. */
final class PodChecks {
  private PodChecks() {}

  static void checkDriver(JsonNode pod) {
    checkSecurity(pod);
    JsonNode container = only(pod.at("/spec/containers"));
    assertThat(container.at("/image").asText())
        .isEqualTo("apache/spark:4.1.0-scala2.13-java17-ubuntu");
    // Heap and overhead of spark.properties.
    assertThat(container.at("/resources/requests/memory").asText()).isEqualTo("2Gi");
    assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("2Gi");
    assertThat(container.at("/resources/requests/cpu").asText()).isEqualTo("200m");
    assertThat(container.at("/resources/limits/cpu").asText()).isEqualTo("1");
    assertThat(container.at("/resources/limits/ephemeral-storage").asText()).isEqualTo("6Gi");
    assertThat(pod.at("/spec/serviceAccountName").asText()).isEqualTo("udrlpg-driver");
    assertThat(mounts(container))
        .containsEntry("/opt/spark/work-dir", "work")
        .containsEntry("/tmp", "tmp")
        .containsEntry("/etc/udrlpg", "conf")
        .containsEntry("/runs", "runs");
  }

  static void checkExecutor(JsonNode pod) {
    checkSecurity(pod);
    JsonNode container = only(pod.at("/spec/containers"));
    assertThat(container.at("/resources/requests/memory").asText()).isEqualTo("1536Mi");
    assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("1536Mi");
    assertThat(container.at("/resources/limits/ephemeral-storage").asText()).isEqualTo("4Gi");
    assertThat(pod.at("/spec/serviceAccountName").asText()).isEqualTo("udrlpg-executor");
    assertThat(mounts(container))
        .containsEntry("/opt/spark/work-dir", "work")
        .containsEntry("/runs", "runs")
        .doesNotContainKey("/var/run/secrets/kubernetes.io/serviceaccount");
  }

  private static void checkSecurity(JsonNode pod) {
    assertThat(pod.at("/spec/securityContext/runAsUser").asInt()).isEqualTo(185);
    assertThat(pod.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
    JsonNode container = only(pod.at("/spec/containers"));
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
  }

  private static Map<String, String> mounts(JsonNode container) {
    Map<String, String> mounts = new HashMap<>();
    container
        .at("/volumeMounts")
        .forEach(mount -> mounts.put(mount.at("/mountPath").asText(), mount.at("/name").asText()));
    return mounts;
  }

  /** Returns the one node that there has to be. */
  static JsonNode only(Iterable<JsonNode> nodes) {
    return assertThat(nodes).hasSize(1).first().actual();
  }
}
