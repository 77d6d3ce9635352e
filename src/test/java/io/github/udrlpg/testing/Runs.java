package io.github.udrlpg.testing;

import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Tiny real runs: a small generator, real MuJoCo, and episodes that all take 1000 steps, most of
 * which cost nothing; {@link #SWIMMER} in place of {@link BriefSwimmer} for all of MuJoCo's.
 */
public final class Runs {
  /** Sets the task whose every step is simulated. */
  public static final String SWIMMER = "env.id=Swimmer-v4";

  private static final String TINY =
      Text.format(
          """
          env.id = "%s"
          returns { min = -100, max = 365 }
          policy.hidden-sizes = [16]
          generator { hidden-sizes = [24], embedding-dim = 4, tile = 8, learning-rate = 1e-3 }
          buffer.buckets = 200
          rollout.policies-per-iteration = 2
          training { max-env-steps = 24000, updates-per-episode = 2, warm-up-episodes = 3 }
          evaluation { every-env-steps = 8000, extensive-every-env-steps = 12000, episodes = 2 }
          evaluation { extensive-commands = 3, retrieval = off }
          checkpoint.every-iterations = 3
          """,
          BriefSwimmer.ID);

  private Runs() {}

  /** Returns the settings of a tiny run with some keys set. */
  public static ConfigLoader.Loaded tiny(String... overrides) {
    return ConfigLoader.load(TINY, "tiny.conf", List.of(overrides));
  }

  /** Writes the configuration of a tiny run. */
  public static Path tinyFile(Path directory) {
    try {
      return Files.writeString(directory.resolve("tiny.conf"), TINY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a run in a directory, whatever is in it. */
  public static TrainingRun open(Path directory, Settings settings) throws IOException {
    return new TrainingRun(
        "test", settings, new Configuration(), new org.apache.hadoop.fs.Path(directory.toUri()));
  }

  /** Trains a run in this thread that says of itself what it is, as jobs/train makes it. */
  public static void train(Configuration hadoop, org.apache.hadoop.fs.Path run, String... overrides)
      throws IOException {
    RunDirectory directory =
        RunDirectory.create(
            hadoop, run, tiny(overrides), Map.of("udrlpg-spark", "test", "mujoco", "3.14.0"));
    TrainingRun training = directory.training(1);
    directory.begin();
    training.train(new LocalRolloutRunner(), new TrainingListener() {});
  }

  /** Returns the settings of runs that take no time: a task of one step, with Hopper's sizes. */
  public static String[] instant(String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "env.id=Instant-v0",
                "returns.min=0",
                "returns.max=1",
                "rollout.policies-per-iteration=8",
                "training.max-env-steps=60",
                "evaluation.every-env-steps=60",
                "evaluation.extensive-every-env-steps=60",
                "checkpoint.every-iterations=100",
                "calibration.enabled=false"));
    all.addAll(List.of(overrides));
    return all.toArray(String[]::new);
  }

  /** Returns all files below a directory, as sorted relative paths, checksum sidecars left out. */
  public static List<String> files(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<String> names = new ArrayList<>();
      files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .forEach(names::add);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
