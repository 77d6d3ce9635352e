package io.github.udrlpg.rollout;

import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.env.RecordingEnvironment;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.rollout.Contestants.Time;
import io.github.udrlpg.store.Episode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times whole episodes beside a bare C loop that takes the same actions from the same first states,
 * on one and on two threads. What is compared is measured in turns, because a machine does not keep
 * its pace; the ratios are those of one turn. Where other programs keep the cores busy, only the
 * ratio of processor times means something.
 */
@Command(
    name = "rollout",
    description = {
      "Rollouts beside a bare C loop over the same physics, on one and on two threads.",
      "The policy is the one of 64 random ones that holds out longest."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class RolloutBenchmark implements Callable<Integer> {
  private static final int CANDIDATES = 64;
  private static final int WARM_UP_ROUNDS = 5;
  private static final double NANOS_PER_MICRO = 1e3;

  @Option(
      names = "--environment",
      description = "A built-in environment.",
      defaultValue = "Hopper-v4")
  private String environment;

  @Option(
      names = "--policy",
      description = "paper, with two layers of 256, or linear.",
      defaultValue = "paper")
  private PolicySize policy;

  @Option(
      names = "--steps",
      description = "Environment steps of one measurement, at least.",
      defaultValue = "3000")
  private int steps;

  @Option(
      names = "--rounds",
      description = "How often everything is measured.",
      defaultValue = "15")
  private int rounds;

  /** How large the policy is. */
  enum PolicySize {
    PAPER,
    LINEAR
  }

  /** The times of one round. */
  private record Round(Time loop, Time rollout, Time twoLoops, Time twoRollouts) {}

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("udrlpg-rollout-");
    try {
      Scene scene = record(directory);
      report(scene, measure(scene, directory));
    } finally {
      for (String name : List.of("model.xml", "recording", "physics_loop")) {
        Files.deleteIfExists(directory.resolve(name));
      }
      Files.delete(directory);
    }
    return 0;
  }

  /** Plays the episodes once and writes down what the C loop needs to repeat them. */
  private Scene record(Path directory) throws IOException {
    EnvironmentSpec spec = Environments.spec(environment);
    PolicyShape shape =
        PolicyShape.of(spec, policy == PolicySize.LINEAR ? List.of() : List.of(256, 256));
    RecordingEnvironment recorder = RecordingEnvironment.create(environment);
    try (EpisodePlayer player = new EpisodePlayer(recorder, shape)) {
      RunningStatistics observed = new RunningStatistics(spec.observationSize());
      longestLived(player, shape, ObservationNormalizer.identity(spec.observationSize()), observed);
      ObservationNormalizer normalizer = observed.toNormalizer();
      long weightSeed = longestLived(player, shape, normalizer, observed);
      recorder.clear();
      player.setWeights(Scene.xavier(shape, weightSeed));
      List<Episode> episodes = new ArrayList<>();
      for (int played = 0; played < steps; played += episodes.get(episodes.size() - 1).length()) {
        episodes.add(player.play(episodes.size(), normalizer, observed));
      }
      recorder.writeModel(directory.resolve("model.xml"));
      recorder.writeRecording(directory.resolve("recording"));
      return new Scene(environment, shape, weightSeed, normalizer, episodes);
    }
  }

  private static long longestLived(
      EpisodePlayer player,
      PolicyShape shape,
      ObservationNormalizer normalizer,
      RunningStatistics observed) {
    long bestSeed = 0;
    int bestLength = -1;
    for (long seed = 0; seed < CANDIDATES; seed++) {
      player.setWeights(Scene.xavier(shape, seed));
      int length = player.play(seed, normalizer, observed).length();
      if (length > bestLength) {
        bestSeed = seed;
        bestLength = length;
      }
    }
    return bestSeed;
  }

  private List<Round> measure(Scene scene, Path directory) throws Exception {
    Path program = directory.resolve("physics_loop");
    PhysicsLoop.compile(program);
    List<Round> measured = new ArrayList<>();
    Path model = directory.resolve("model.xml");
    Path recording = directory.resolve("recording");
    try (Contestants loops = new Contestants(() -> PhysicsLoop.start(program, model, recording));
        Contestants players = new Contestants(scene::performer)) {
      for (int i = 0; i < WARM_UP_ROUNDS + rounds; i++) {
        Round round = new Round(loops.one(), players.one(), loops.two(), players.two());
        if (i >= WARM_UP_ROUNDS) {
          measured.add(round);
        }
      }
    }
    return measured;
  }

  private void report(Scene scene, List<Round> measured) {
    int count = scene.episodes().stream().mapToInt(Episode::length).sum();
    System.out.printf(
        Locale.ROOT,
        "%s, policy %s, %d episodes of %d steps together, %d rounds%n%-36s %8s   %s%n",
        environment,
        scene.shape().layers(),
        scene.episodes().size(),
        count,
        rounds,
        "",
        "median",
        "quartiles");
    double micros = NANOS_PER_MICRO * count;
    print("bare C loop, µs per step", measured, r -> r.loop().wall() / micros);
    print("rollout, µs per step", measured, r -> r.rollout().wall() / micros);
    print("speed of rollout : C loop", measured, r -> r.loop().wall() / r.rollout().wall());
    print(
        "the same by processor time",
        measured,
        r -> r.loop().processor() / r.rollout().processor());
    print("two C loops : one", measured, r -> 2 * r.loop().wall() / r.twoLoops().wall());
    print("two rollouts : one", measured, r -> 2 * r.rollout().wall() / r.twoRollouts().wall());
  }

  private static void print(String what, List<Round> rounds, ToDoubleFunction<Round> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%-36s %8.3f   %.3f to %.3f%n",
        what,
        sorted[sorted.length / 2],
        sorted[sorted.length / 4],
        sorted[3 * sorted.length / 4]);
  }
}
