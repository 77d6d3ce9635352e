package io.github.udrlpg.algorithm;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.rollout.RunConstants;
import io.github.udrlpg.store.PolicyDataset;
import java.util.Optional;

/**
 * Makes learners of one kind. Found by {@link java.util.ServiceLoader}: a jar names its class in
 * {@code META-INF/services/io.github.udrlpg.algorithm.LearnerProvider}.
 */
public interface LearnerProvider {
  /** Returns what {@code training.learner} calls it. */
  String name();

  /**
   * Creates a learner.
   *
   * @param state what it had learned; empty at the beginning
   * @throws io.github.udrlpg.InvalidInputException if the state is not that of such a learner
   */
  Learner create(Context context, Optional<LearnerState> state);

  /**
   * What a learner is made for.
   *
   * @param settings every key of the run
   * @param run what is the same for all of its rollouts
   * @param dataset what it has stored
   * @param threads that may share the learner's work; they must not change any result
   */
  record Context(Settings settings, RunConstants run, PolicyDataset dataset, int threads) {}
}
