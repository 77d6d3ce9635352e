package io.github.udrlpg.sweep;

import io.github.udrlpg.experiment.RunGroup;
import java.io.IOException;
import java.util.List;

/**
 * A trial in a rung.
 *
 * @param trial the trial
 * @param bracket the bracket's number
 * @param rung the rung's number
 * @param envSteps environment steps that each seed has trained when the rung ends
 */
record RungEntry(Trial trial, int bracket, int rung, long envSteps) {

  /** Opens the trial's runs, or prepares them where there are none. */
  RunGroup group(SweepDirectory directory, List<Long> seeds) throws IOException {
    return RunGroup.openOrCreate(
        directory.hadoop(),
        directory.trial(trial.index()),
        envSteps == trial.loaded().settings().training().maxEnvSteps()
            ? trial.loaded()
            : trial.until(envSteps),
        seeds);
  }
}
