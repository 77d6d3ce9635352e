package io.github.udrlpg.harness;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.Learner;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.rollout.PlayablePolicy;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.RunConstants;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a run has learned, at its newest checkpoint: to be asked, not to be changed. */
public final class TrainedRun {
  private final RunParts parts;
  private final TrainingCheckpoint checkpoint;
  private final TrainingListener listener;

  /**
   * Reads the newest checkpoint.
   *
   * @throws InvalidInputException if there is none
   */
  TrainedRun(RunParts parts, TrainingListener listener) throws IOException {
    this.parts = parts;
    this.listener = listener;
    this.checkpoint =
        parts
            .newestCheckpoint(listener)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        Text.format(
                            "The run has no checkpoint yet: train it for at least %d iterations"
                                + " first",
                            parts.settings().checkpoint().everyIterations())));
  }

  private TrainingState state() {
    return checkpoint.state();
  }

  private Learner learner() {
    Learner learner = parts.learner(Optional.of(checkpoint));
    state().remember(learner);
    return learner;
  }

  /**
   * Evaluates without noise.
   *
   * @param commands scaled returns; empty for the highest one seen
   * @param commanding how they are given
   * @return a row for each command
   */
  public List<EvaluationMetrics> evaluate(
      RolloutRunner runner, List<Double> commands, Commanding commanding, int episodesPerCommand) {
    try (Learner learner = learner()) {
      List<Double> wanted = orHighest(commands);
      Optional<Calibration> calibration = calibration(commanding);
      if (calibration.isEmpty()) {
        sayWhatWasSeen();
      }
      Evaluator.Prepared prepared =
          new Evaluator(parts.planner(), learner)
              .prepare(
                  calibration.isPresent() ? "calibrated" : "command",
                  Purpose.EXTENSIVE_EVALUATION,
                  state(),
                  wanted,
                  wanted.stream().map(command -> given(command, calibration)).toList(),
                  episodesPerCommand);
      return Evaluator.play(prepared, runner).rows();
    }
  }

  /**
   * Replays the stored policies whose returns are nearest to commands, on fresh seeds.
   *
   * @param commands scaled returns; empty for the highest one seen
   * @return a row for each command
   * @throws InvalidInputException if there is no policy to replay
   */
  public List<EvaluationMetrics> retrieve(
      RolloutRunner runner, List<Double> commands, int episodesPerCommand) throws IOException {
    try (Learner learner = learner()) {
      List<Double> wanted = orHighest(commands);
      Retrieval nearest =
          Retrieval.of(parts.dataset(), parts.planner().run().shape(), state(), wanted)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "The run has no stored policy to replay: its generator was trained from"
                              + " a dataset elsewhere"));
      Evaluator.Prepared prepared =
          new Evaluator(parts.planner(), learner)
              .prepare(
                  "retrieval",
                  Purpose.RETRIEVAL,
                  state(),
                  0,
                  wanted,
                  nearest.returns(),
                  nearest.weights(),
                  episodesPerCommand);
      return Evaluator.play(prepared, runner).rows();
    }
  }

  private List<Double> orHighest(List<Double> commands) {
    return commands.isEmpty() ? List.of(state().highestCommand()) : commands;
  }

  /** Returns the calibration, if there is one. */
  public Optional<Calibration> calibration() {
    return state().calibration;
  }

  private Optional<Calibration> calibration(Commanding commanding) {
    return commanding == Commanding.CALIBRATED ? state().calibration : Optional.empty();
  }

  private void sayWhatWasSeen() {
    listener.returnsSeen(
        state().lowestCommand(), Math.max(state().highestCommand(), state().highestAchieved()));
  }

  private static double given(double wanted, Optional<Calibration> calibration) {
    return calibration.map(known -> known.command(wanted)).orElse(wanted);
  }

  /**
   * Generates the policy for a command, without noise, as an evaluation plays it; its seed is that
   * of the first episode of an evaluation of this command alone. Warns where the calibrated
   * generator does not attain the command.
   *
   * @param command a scaled return; empty for the highest one seen
   * @param commanding how it is given
   */
  public PlayablePolicy generate(OptionalDouble command, Commanding commanding) {
    RunConstants run = parts.planner().run();
    try (Learner learner = learner()) {
      double commanded = command.orElse(state().highestCommand());
      Optional<Calibration> calibration = calibration(commanding);
      if (calibration.isEmpty()) {
        sayWhatWasSeen();
      } else if (command.isPresent()) {
        calibration.get().warning(commanded, run.returns()).ifPresent(listener::warning);
      }
      double given = given(commanded, calibration);
      Map<String, String> origin =
          RunPolicies.origin(run.run(), "generator", state().nextIteration - 1, commanded);
      calibration.ifPresent(known -> origin.put("given_command", Double.toString(given)));
      origin.put("env_steps", Long.toString(state().envSteps));
      return new PlayablePolicy(
          parts.planner().environment(),
          run.shape(),
          learner.policies(new double[] {given})[0],
          state().normalizer(),
          run.seeds().of(Purpose.EXTENSIVE_EVALUATION, state().nextIteration),
          origin);
    }
  }
}
