package io.github.udrlpg.harness;

import io.github.udrlpg.env.Environments;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.rollout.EpisodePlayer;
import io.github.udrlpg.rollout.PlayablePolicy;
import io.github.udrlpg.rollout.RunConstants;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.StoredPolicy;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The policies that a run has stored: found, played again, handed out. */
public final class RunPolicies {
  private final RunConstants run;
  private final PolicyDataset dataset;

  RunPolicies(RunConstants run, PolicyDataset dataset) {
    this.run = run;
    this.dataset = dataset;
  }

  /** Returns a stored policy, if the run has it. */
  public Optional<StoredPolicy> find(int iteration, int policy) throws IOException {
    Optional<CommitEntry> commit = dataset.find(iteration);
    return commit.isEmpty()
        ? Optional.empty()
        : dataset.readPolicies(commit.get(), index -> index == policy).stream().findFirst();
  }

  /** Plays an episode of a stored policy again, from its row alone. */
  public Episode replay(StoredPolicy policy, Episode episode) {
    PolicyShape shape = run.shape();
    try (EpisodePlayer player = new EpisodePlayer(policy.row().environment(), shape)) {
      player.setWeights(policy.weights());
      return player.play(
          episode.seed(), policy.row().normalizer(), new RunningStatistics(shape.inputs(0)));
    }
  }

  /** Returns a stored policy as it was rolled out, noise included, with its first seed. */
  public PlayablePolicy playable(StoredPolicy policy) {
    PolicyRow row = policy.row();
    Map<String, String> origin = origin(run.run(), "dataset", row.iteration(), row.command());
    origin.put("policy", row.id());
    origin.put("noise", Double.toString(row.noise()));
    return new PlayablePolicy(
        Environments.spec(row.environment()),
        run.shape(),
        policy.weights(),
        row.normalizer(),
        row.episodes().get(0).seed(),
        origin);
  }

  /** Returns the beginning of what a policy says of where it comes from. */
  static Map<String, String> origin(String run, String source, int iteration, double command) {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("run", run);
    origin.put("source", source);
    origin.put("iteration", Integer.toString(iteration));
    origin.put("command", Double.toString(command));
    return origin;
  }
}
