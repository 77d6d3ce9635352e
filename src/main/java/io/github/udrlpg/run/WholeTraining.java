package io.github.udrlpg.run;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.harness.TrainingSummary;
import io.github.udrlpg.linalg.NativeMemoryLimit;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.run.TrainingOutcome.Status;
import io.github.udrlpg.store.UserPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a whole training in the calling thread, rollouts and updates included, so that many small
 * ones can run side by side. The rows are those of the same run on a cluster.
 */
public final class WholeTraining {
  private static final Logger LOG = LoggerFactory.getLogger(WholeTraining.class);

  private WholeTraining() {}

  /**
   * Trains from the start, or from the newest checkpoint where the directory holds the run already:
   * so trying again goes on where the last try ended. A finished run is left as it is, unless it
   * has no report and should have one.
   *
   * @param generatorThreads that share the generator's work
   * @return that it finished, or what is wrong with its configuration or directory
   * @throws IOException if something cannot be stored; trying again may help
   */
  public static TrainingOutcome run(TrainingJob job, Configuration hadoop, int generatorThreads)
      throws IOException {
    return run(job, hadoop, generatorThreads, new LocalRolloutRunner());
  }

  /**
   * Trains as above, with rollouts wherever they are told to run: the rows are the same.
   *
   * @param generatorThreads that share the generator's work
   * @param rollouts runs the policies
   * @return that it finished, or what is wrong with its configuration or directory
   * @throws IOException if something cannot be stored; trying again may help
   */
  public static TrainingOutcome run(
      TrainingJob job, Configuration hadoop, int generatorThreads, RolloutRunner rollouts)
      throws IOException {
    NativeMemoryLimit.lift();
    try {
      ConfigLoader.Loaded loaded =
          ConfigLoader.load(job.configuration(), "of " + job.name(), List.of());
      Path path = UserPath.written(job.directory());
      if (!RunDirectory.holdsFinishedRun(hadoop, path, loaded)
          || (job.report() && !RunDirectory.holdsReport(hadoop, path))) {
        train(
            job,
            RunDirectory.openOrCreate(hadoop, path, loaded, job.versions()),
            hadoop,
            generatorThreads,
            rollouts);
      }
      return new TrainingOutcome(job.directory(), Status.FINISHED, "");
    } catch (InvalidInputException e) {
      return new TrainingOutcome(job.directory(), Status.INVALID, e.getMessage());
    }
  }

  private static void train(
      TrainingJob job,
      RunDirectory directory,
      Configuration hadoop,
      int generatorThreads,
      RolloutRunner rollouts)
      throws IOException {
    directory.training(generatorThreads);
    RunDirectory begun = directory.begin();
    TrainingRun training = begun.training(generatorThreads);
    List<String> warnings = new ArrayList<>();
    directory.machineWarning().ifPresent(warnings::add);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void warning(String message) {
            LOG.warn("{}: {}", job.name(), message);
            warnings.add(message);
          }
        };
    try (RunTracking tracking = RunTracking.start(begun, hadoop, job.tags(), listener)) {
      TrainingSummary summary = training.train(rollouts, tracking.listener());
      RunEnding ending = new RunEnding(begun, training, summary);
      if (job.report()) {
        ending.write(warnings, listener::warning);
      } else {
        ending.writeWithoutReport();
      }
      tracking.complete();
    }
  }
}
