package io.github.udrlpg.metrics;

import io.github.udrlpg.store.RunIdentity;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The tables of a run. Runs from before a table existed have no rows in it.
 *
 * @param iterations a row for each iteration
 * @param evaluations a row for each command of each evaluation
 * @param identity rows for each extensive evaluation: how well its commands were met
 * @param diagnosis a row for each regular evaluation: what tells a run that fails
 * @param occupancy a row for each return bucket at each regular evaluation
 */
public record RunMetrics(
    MetricsTable<IterationMetrics> iterations,
    MetricsTable<EvaluationMetrics> evaluations,
    MetricsTable<IdentityMetrics> identity,
    MetricsTable<DiagnosisMetrics> diagnosis,
    MetricsTable<OccupancyMetrics> occupancy) {

  /** Opens the tables below a directory, which need not exist yet. */
  public static RunMetrics open(Configuration hadoop, Path directory) {
    return open(hadoop, directory, RunIdentity.UNKNOWN);
  }

  /**
   * Opens the tables below a directory, which need not exist yet.
   *
   * @param identity whose they are: a segment of another run is refused
   */
  public static RunMetrics open(Configuration hadoop, Path directory, RunIdentity identity) {
    return new RunMetrics(
        new MetricsTable<>(
            hadoop, new Path(directory, "iterations"), IterationMetrics.class, identity),
        new MetricsTable<>(
            hadoop, new Path(directory, "evaluations"), EvaluationMetrics.class, identity),
        new MetricsTable<>(
            hadoop, new Path(directory, "identity"), IdentityMetrics.class, identity),
        new MetricsTable<>(
            hadoop, new Path(directory, "diagnosis"), DiagnosisMetrics.class, identity),
        new MetricsTable<>(
            hadoop, new Path(directory, "occupancy"), OccupancyMetrics.class, identity));
  }

  /** Stores what was added to any table; see {@link MetricsTable#flush}. */
  public void flush(int nextIteration) throws IOException {
    for (MetricsTable<?> table : tables()) {
      table.flush(nextIteration);
    }
  }

  /** Removes what is behind a checkpoint; see {@link MetricsTable#truncate}. */
  public void truncate(int nextIteration) throws IOException {
    for (MetricsTable<?> table : tables()) {
      table.truncate(nextIteration);
    }
  }

  private List<MetricsTable<?>> tables() {
    return List.of(iterations, evaluations, identity, diagnosis, occupancy);
  }
}
