package io.github.udrlpg.export;

import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.env.Transition;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.rollout.EpisodePlayer;
import io.github.udrlpg.rollout.PlayablePolicy;
import io.github.udrlpg.store.Episode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An episode step by step, so that another program can check that it plays a policy as this one
 * does: what the policy saw, what it did, and what it was paid.
 */
public final class RecordedEpisode {
  private final PlayablePolicy policy;
  private final Episode episode;
  private final Recorder recorder;

  private RecordedEpisode(PlayablePolicy policy, Episode episode, Recorder recorder) {
    this.policy = policy;
    this.episode = episode;
    this.recorder = recorder;
  }

  /** Plays an episode of a policy, with the seed that it comes with. */
  public static RecordedEpisode play(PlayablePolicy policy) {
    Recorder recorder = new Recorder(Environments.create(policy.environment().id()));
    try (EpisodePlayer player = new EpisodePlayer(recorder, policy.shape())) {
      player.setWeights(policy.weights());
      Episode episode =
          player.play(
              policy.seed(),
              policy.normalizer(),
              new RunningStatistics(policy.environment().observationSize()));
      return new RecordedEpisode(policy, episode, recorder);
    }
  }

  /** Returns what the episode came to. */
  public Episode episode() {
    return episode;
  }

  /** Returns what the policy saw at each step, {@code [steps][observation]}. */
  List<double[]> observations() {
    return recorder.observations;
  }

  /** Returns what the policy did at each step, {@code [steps][action]}. */
  List<double[]> actions() {
    return recorder.actions;
  }

  /** Returns the episode as a file in NumPy's npz format. */
  public byte[] toNpz() {
    int steps = recorder.rewards.size();
    EnvironmentSpec spec = policy.environment();
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("environment", spec.id());
    texts.put("seed", Long.toString(episode.seed()));
    texts.put("total_return", Double.toString(episode.totalReturn()));
    texts.put("length", Integer.toString(episode.length()));
    texts.put("terminated", Boolean.toString(episode.terminated()));
    texts.put("truncated", Boolean.toString(episode.truncated()));
    texts.putAll(policy.origin());
    return Npz.of(
        List.of(
            NamedArray.doubles(
                "observations", flat(recorder.observations), steps, spec.observationSize()),
            NamedArray.doubles(
                "actions", flat(recorder.actions), steps, spec.actionSpace().actionSize()),
            NamedArray.doubles(
                "rewards",
                recorder.rewards.stream().mapToDouble(Double::doubleValue).toArray(),
                steps)),
        texts);
  }

  private static double[] flat(List<double[]> rows) {
    return rows.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** Passes everything on, and keeps it. */
  private static final class Recorder implements Environment {
    private final Environment environment;
    private final List<double[]> observations = new ArrayList<>();
    private final List<double[]> actions = new ArrayList<>();
    private final List<Double> rewards = new ArrayList<>();

    private Recorder(Environment environment) {
      this.environment = environment;
    }

    @Override
    public EnvironmentSpec spec() {
      return environment.spec();
    }

    @Override
    public void reset(long seed, Transition out) {
      environment.reset(seed, out);
    }

    /** At the beginning of a step the transition still holds what the policy acted on. */
    @Override
    public void step(double[] action, Transition out) {
      observations.add(out.observation().clone());
      actions.add(action.clone());
      environment.step(action, out);
      rewards.add(out.reward());
    }

    @Override
    public void close() {
      Environments.close(environment);
    }
  }
}
