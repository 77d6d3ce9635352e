package io.github.udrlpg.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTableTest {
  @TempDir Path directory;

  private MetricsTable<EvaluationMetrics> table() {
    return new MetricsTable<>(
        new Configuration(),
        new org.apache.hadoop.fs.Path(directory.toUri()),
        EvaluationMetrics.class);
  }

  @Test
  void readsRowsBackInOrder() throws IOException {
    MetricsTable<EvaluationMetrics> table = table();
    table.add(row(3));
    table.add(row(7));
    table.flush(10);
    table.add(row(12));
    table.flush(20);

    assertThat(table().read()).containsExactly(row(3), row(7), row(12));
  }

  @Test
  void aResumedRunForgetsWhatItsCheckpointDoesNotKnow() throws IOException {
    MetricsTable<EvaluationMetrics> table = table();
    table.add(row(3));
    table.flush(10);
    table.add(row(12));
    table.flush(20);

    table().truncate(10);

    assertThat(table().read()).containsExactly(row(3));
  }

  /** What an evaluation was before commands were calibrated, with a column that is no more. */
  private record Earlier(String kind, int iteration, double command, long retired) {}

  @Test
  void whatAnOlderSegmentLacksReadsAsMissing() throws IOException {
    MetricsTable<Earlier> earlier =
        new MetricsTable<>(
            new Configuration(), new org.apache.hadoop.fs.Path(directory.toUri()), Earlier.class);
    earlier.add(new Earlier("extensive", 3, 0.25, 9));
    earlier.flush(10);
    MetricsTable<EvaluationMetrics> table = table();
    table.add(row(12));
    table.flush(20);

    List<EvaluationMetrics> rows = table().read();

    assertThat(rows.get(0).kind()).isEqualTo("extensive");
    assertThat(rows.get(0).command()).isEqualTo(0.25);
    assertThat(rows.get(0).givenCommand()).isNaN();
    assertThat(rows.get(0).envSteps()).isEqualTo(-1);
    assertThat(rows.get(0).episodes()).isEqualTo(-1);
    assertThat(rows.get(1)).isEqualTo(row(12));
  }

  @Test
  void tellsTheLastRowFromTheNewestSegmentAlone() throws IOException {
    assertThat(table().readLast()).isEmpty();
    MetricsTable<EvaluationMetrics> table = table();
    table.add(row(7));
    table.add(row(12));
    table.flush(20);
    Files.writeString(directory.resolve("until-000000010.parquet"), "older, and damaged");

    assertThat(table().readLast()).contains(row(12));
  }

  @Test
  void nothingToStoreWritesNothing() throws IOException {
    table().flush(10);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void namesADamagedSegment() throws IOException {
    Files.writeString(directory.resolve("until-000000010.parquet"), "PAR1 is not enough");

    assertThatThrownBy(() -> table().read())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("until-000000010.parquet");
  }

  @Test
  void halfWidthIsStudents() {
    // t quantile 0.975 with 4 degrees of freedom is 2.776445 in every table.
    assertThat(ConfidenceInterval.halfWidth95(2, 5))
        .isCloseTo(2.776445 * 2 / Math.sqrt(5), within(1e-5));
    assertThat(ConfidenceInterval.halfWidth95(2, 1)).isNaN();
  }

  private static EvaluationMetrics row(int iteration) {
    return new EvaluationMetrics(
        "extensive",
        iteration,
        123_456_789_012L,
        0.25,
        250,
        5,
        1.5,
        Double.NaN,
        -1,
        7,
        2,
        3,
        4,
        1,
        0.3,
        1,
        3,
        0.04);
  }
}
