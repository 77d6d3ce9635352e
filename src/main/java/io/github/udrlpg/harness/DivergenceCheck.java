package io.github.udrlpg.harness;

import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.rollout.EpisodePlayer;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.Optional;

/**
 * Ends a run whose episodes all break down: nothing can be learned from them, and a run that goes
 * on would end with numbers that no episode stands for.
 */
final class DivergenceCheck {
  /** So many in a row are no bad luck, nor a few policies with too much noise. */
  static final int IN_A_ROW = 100;

  private final PolicyDataset dataset;
  private final PolicyShape shape;
  private final TrainingState state;

  DivergenceCheck(PolicyDataset dataset, PolicyShape shape, TrainingState state) {
    this.dataset = dataset;
    this.shape = shape;
    this.state = state;
  }

  /**
   * Looks at a run after an iteration. A task that breaks down at every reset takes no step, and
   * would keep a run busy for ever.
   *
   * @param stepsBefore environment steps before the iteration
   * @throws IllegalStateException if no policy took a step, or too many episodes in a row diverged
   */
  void afterIteration(long stepsBefore) {
    if (state.envSteps == stepsBefore || state.divergedInARow >= IN_A_ROW) {
      throw failure(state.divergedInARow);
    }
  }

  /**
   * Looks at a run at its end.
   *
   * @throws IllegalStateException if all episodes of the run diverged
   */
  void atEnd() {
    if (state.episodes > 0 && state.divergedEpisodes == state.episodes) {
      throw failure(state.episodes);
    }
  }

  private IllegalStateException failure(long inARow) {
    Optional<PolicyRow> first = state.firstDiverged();
    return new IllegalStateException(
        Text.format(
                "The last %d episodes of %s all diverged (%d of the run's %d did), and an episode"
                    + " that",
                inARow,
                first.map(PolicyRow::environment).orElse("the environment"),
                state.divergedEpisodes,
                state.episodes)
            + " diverged is no return to learn from. "
            + first.map(this::explain).orElse("")
            + "What was stored stays. Mend the environment, or where weights or actions are no"
            + " numbers lower generator.learning-rate or rollout.noise, and begin a new run");
  }

  private String explain(PolicyRow row) {
    return Text.format("The first was of policy %s: %s. ", row.id(), cause(row));
  }

  /** Rows do not say why an episode diverged: it is played once more. */
  private String cause(PolicyRow row) {
    Episode episode = row.episodes().stream().filter(Episode::diverged).findFirst().orElseThrow();
    String again;
    try (EpisodePlayer player = new EpisodePlayer(row.environment(), shape)) {
      Optional<CommitEntry> commit = dataset.find(row.iteration());
      if (commit.isEmpty()) {
        return Text.format("after %d steps", episode.length());
      }
      for (StoredPolicy policy :
          dataset.readPolicies(commit.get(), index -> index == row.policy())) {
        player.setWeights(policy.weights());
      }
      player.play(episode.seed(), row.normalizer(), new RunningStatistics(shape.inputs(0)));
      again = player.divergence();
    } catch (IOException | RuntimeException e) {
      return Text.format("after %d steps", episode.length());
    }
    return again.isEmpty()
        ? Text.format("after %d steps, and not when the driver played it again", episode.length())
        : again;
  }
}
