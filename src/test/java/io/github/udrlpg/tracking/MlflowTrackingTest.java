package io.github.udrlpg.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.metrics.IterationMetrics;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run does not mind a server that is not there; what a real one is told, MlflowIT reads back. */
class MlflowTrackingTest {
  @TempDir Path directory;

  @Test
  void aServerThatIsNotThereCostsWarningsOnly() throws IOException {
    List<Integer> followed = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    long start = System.nanoTime();
    String server = "http://127.0.0.1:" + closedPort();
    MlflowTracking tracking =
        MlflowTracking.start(
            server,
            "none",
            Map.of("MLFLOW_TRACKING_TOKEN", "secret"),
            new TrackedRun(
                "run",
                new Configuration(),
                new org.apache.hadoop.fs.Path(directory.toUri()),
                Map.of(),
                Map.of()),
            Duration.ofSeconds(2),
            new TrainingListener() {
              @Override
              public void iterationFinished(IterationMetrics row) {
                followed.add(row.iteration());
              }

              @Override
              public void warning(String message) {
                warnings.add(message);
              }
            });
    for (int i = 0; i < 5000; i++) {
      tracking.iterationFinished(row(i));
    }
    tracking.complete();
    tracking.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(followed).hasSize(5000);
    // 14 numbers for each iteration, the loss not being one.
    assertThat(String.join("\n", warnings))
        .contains(
            "MLflow at " + server + " does not answer",
            "trying again while the run goes on",
            "was not told of 70000 values of metrics; metrics/ of the run has them")
        .doesNotContain("secret");
    assertThat(directory).isEmptyDirectory();
  }

  private static IterationMetrics row(int i) {
    return new IterationMetrics(
        i, i, i, 8, 1, 2, 3, 0.5, 0.6, 0, 1, Double.NaN, 100, 0.1, 0.2, 0.3);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
