package io.github.udrlpg.compact;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.config.ReturnSettings;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.policy.PolicyShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What there is to say of a run in a dataset. Of its directory only the name is told.
 *
 * @param id the run's identifier
 * @param directory the last part of its directory, with that of its trial
 * @param environment the task's identifier
 * @param seed the run's seed
 * @param finished whether the run had come to its end
 * @param lastIteration the newest iteration that is in the dataset
 * @param iterations the number of iterations
 * @param counts what its policies come to
 * @param returns the scale of its returns
 * @param shape layer sizes of its policies; empty where they are not those of one network
 * @param manifest what {@code run.json} says: beginning, versions, processor, configuration
 */
record RunCard(
    String id,
    String directory,
    String environment,
    long seed,
    boolean finished,
    int lastIteration,
    int iterations,
    RunCounts counts,
    ReturnSettings returns,
    Optional<PolicyShape> shape,
    JsonNode manifest) {

  static RunCard of(InputRun run, RunCounts counts) {
    Settings settings = run.run().configuration().settings();
    return new RunCard(
        run.id(),
        run.name(),
        settings.env().id(),
        settings.run().seed(),
        run.finished(),
        run.commits().get(run.commits().size() - 1).iteration(),
        run.commits().size(),
        counts,
        settings.returns(),
        shape(counts, settings.policy().hiddenSizes()),
        run.run().manifest());
  }

  /**
   * Finds the sizes of the outer layers in the data, so that a task need not be known to this
   * program, only its policies.
   */
  private static Optional<PolicyShape> shape(RunCounts counts, List<Integer> hiddenSizes) {
    if (counts.weights() < 0 || counts.observationSize() < 1) {
      return Optional.empty();
    }
    List<Integer> layers = new ArrayList<>();
    layers.add(counts.observationSize());
    layers.addAll(hiddenSizes);
    int inner = layers.size() > 1 ? new PolicyShape(layers).parameterCount() : 0;
    int outputs = (counts.weights() - inner) / (layers.get(layers.size() - 1) + 1);
    if (outputs < 1) {
      return Optional.empty();
    }
    layers.add(outputs);
    return Optional.of(new PolicyShape(layers))
        .filter(shape -> shape.parameterCount() == counts.weights());
  }
}
