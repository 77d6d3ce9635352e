package io.github.udrlpg.harness;

import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IterationMetrics;
import java.util.List;

/** Follows a run while it goes on, for progress lines and the like. */
public interface TrainingListener {
  /** An iteration was stored and trained on. */
  default void iterationFinished(IterationMetrics metrics) {}

  /** An evaluation was made: one row for each command. */
  default void evaluated(List<EvaluationMetrics> evaluation) {}

  /** The run came to its end. */
  default void finished(TrainingSummary summary) {}

  /**
   * The generator of a run is about to be commanded by somebody.
   *
   * @param lowest scaled return seen in training
   * @param highest scaled return seen in training
   */
  default void returnsSeen(double lowest, double highest) {}

  /** Something happened that the user should know of. */
  default void warning(String message) {}
}
