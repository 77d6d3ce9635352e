package io.github.udrlpg.metrics;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The two tables of a run.
 *
 * @param iterations a row for each iteration
 * @param evaluations a row for each command of each evaluation
 */
public record RunMetrics(
    MetricsTable<IterationMetrics> iterations, MetricsTable<EvaluationMetrics> evaluations) {

  /** Opens the tables below a directory, which need not exist yet. */
  public static RunMetrics open(Configuration hadoop, Path directory) {
    return new RunMetrics(
        new MetricsTable<>(hadoop, new Path(directory, "iterations"), IterationMetrics.class),
        new MetricsTable<>(hadoop, new Path(directory, "evaluations"), EvaluationMetrics.class));
  }

  /** Stores what was added to either table; see {@link MetricsTable#flush}. */
  public void flush(int nextIteration) throws IOException {
    iterations.flush(nextIteration);
    evaluations.flush(nextIteration);
  }

  /** Removes what is behind a checkpoint; see {@link MetricsTable#truncate}. */
  public void truncate(int nextIteration) throws IOException {
    iterations.truncate(nextIteration);
    evaluations.truncate(nextIteration);
  }
}
