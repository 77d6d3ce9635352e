package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.run.TrainingJob;
import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.run.TrainingOutcome.Status;
import io.github.udrlpg.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingsProgressTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  @Test
  void extrapolatesFromWhatWasTrainedSinceItBegan() {
    TrainingsProgress progress = progress(Duration.ofDays(1));

    assertThat(progress.line(3, 4, 0, Duration.ofSeconds(5)))
        .isEqualTo(
            "seeds 3 of 10 done, 4 running, 0 % of the environment steps, unknown time left");
    assertThat(progress.line(3, 4, 4_100, Duration.ofSeconds(90)))
        .isEqualTo("seeds 3 of 10 done, 4 running, 41 % of the environment steps, 2 min 10 s left");
  }

  @Test
  void tellsTheTimeOfWhatFollowsBeside() {
    TrainingsProgress progress =
        new TrainingsProgress(
            "runs",
            new Configuration(),
            jobs(),
            20_000,
            Duration.ofDays(1),
            new PrintStream(text, true, StandardCharsets.UTF_8));

    assertThat(progress.line(3, 4, 5_000, Duration.ofSeconds(60)))
        .isEqualTo(
            "runs 3 of 10 done, 4 running, 50 % of the environment steps, 1 min 00 s left, 5 min"
                + " 00 s with what follows");
  }

  @Test
  void readsTheStepsFromTheMetricsOfTheRuns() throws IOException {
    TrainingsProgress progress = progress(Duration.ZERO);
    RunMetrics metrics =
        RunMetrics.open(
            new Configuration(),
            new org.apache.hadoop.fs.Path(directory.resolve("run-2/metrics").toUri()));
    metrics.iterations().add(row(100));
    metrics.iterations().add(row(700));
    metrics.flush(2);
    Path damaged = directory.resolve("run-3/metrics/iterations/until-000000009.parquet");
    Files.createDirectories(damaged.getParent());
    Files.writeString(damaged, "half written");

    progress.progressed(0, 2);
    progress.ended(new TrainingOutcome(jobs().get(1).directory(), Status.FINISHED, ""));
    progress.progressed(1, 1);
    progress.progressed(10, 0);

    assertThat(text.toString(StandardCharsets.UTF_8))
        .startsWith("seeds 0 of 10 done, 2 running, 7 % of the environment steps, ")
        .contains("seeds 1 of 10 done, 1 running, 10 % of the environment steps, ")
        .endsWith(Text.format("seeds 10 of 10 done%n"));
  }

  private TrainingsProgress progress(Duration interval) {
    return new TrainingsProgress(
        "seeds",
        new Configuration(),
        jobs(),
        interval,
        new PrintStream(text, true, StandardCharsets.UTF_8));
  }

  private List<TrainingJob> jobs() {
    return Stream.iterate(1, i -> i + 1)
        .limit(10)
        .map(
            i ->
                new TrainingJob(
                    "run " + i,
                    directory.resolve("run-" + i).toString(),
                    "{}",
                    1000,
                    Map.of(),
                    true,
                    Map.of()))
        .toList();
  }

  private static IterationMetrics row(long envSteps) {
    return new IterationMetrics(0, envSteps, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0);
  }
}
