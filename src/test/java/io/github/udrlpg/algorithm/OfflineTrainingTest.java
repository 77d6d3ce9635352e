package io.github.udrlpg.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.BufferEntry;
import io.github.udrlpg.buffer.ReplayBuffer;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.generator.PolicyGenerator;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.testing.Runs;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("native")
class OfflineTrainingTest {
  private static final PolicyShape SHAPE = PolicyShape.of(3, 10, 2);
  private static final List<Double> COMMANDS = List.of(0.1, 0.5, 0.51, 0.9);

  private final Settings settings = Runs.tiny("training.batch-size=5").settings();
  private final List<float[]> weights = new ArrayList<>();

  OfflineTrainingTest() {
    Random random = new Random(3);
    for (int policy = 0; policy < COMMANDS.size(); policy++) {
      float[] values = new float[SHAPE.parameterCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat() - 0.5f;
      }
      weights.add(values);
    }
  }

  private OfflineTraining training(int updates) {
    return new OfflineTraining(OfflineSettings.of(settings, updates), SHAPE, COMMANDS);
  }

  private void putAll(OfflineTraining training) {
    for (int policy = COMMANDS.size() - 1; policy >= 0; policy--) {
      training.put(policy, weights.get(policy));
    }
  }

  @Test
  void takesTheStepsOfTheTrainerThatRollsOut() {
    Map<String, float[]> found;
    double loss;
    try (OfflineTraining training = training(3)) {
      putAll(training);
      FittedGenerator fitted = training.train(1, progress -> {});
      found = fitted.state().parameters();
      assertThat(fitted.progress()).hasSize(1);
      assertThat(fitted.progress().get(0).updates()).isEqualTo(3);
      loss = fitted.progress().get(0).meanLoss();
    }

    Seeds seeds = new Seeds(settings.run().seed());
    ReplayBuffer buffer = Parts.replayBuffer(settings.buffer());
    for (int policy = 0; policy < COMMANDS.size(); policy++) {
      buffer.offer(new BufferEntry(0, policy, COMMANDS.get(policy)));
    }
    UniformRandomProvider batches = Seeds.random(seeds.of(Purpose.BATCHES, 0));
    try (PolicyGenerator generator =
        PolicyGenerator.initialize(
            Parts.hypernetworkShape(settings.generator(), SHAPE),
            Parts.adam(settings.generator()),
            seeds.of(Purpose.INITIALIZATION, 0),
            1)) {
      double losses = 0;
      for (int update = 0; update < 3; update++) {
        List<BufferEntry> batch = buffer.sample(5, batches);
        losses +=
            generator.update(
                batch.stream().mapToDouble(BufferEntry::scaledReturn).toArray(),
                batch.stream()
                    .map(entry -> FloatBuffer.wrap(weights.get(entry.policy())))
                    .toArray(FloatBuffer[]::new));
      }
      assertThat(loss).isEqualTo(losses / 3);
      generator
          .state()
          .parameters()
          .forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
    }
  }

  @Test
  void restatedPoliciesAreThoseThatRestatementMakes() {
    RunningStatistics observed =
        RunningStatistics.of(10, new double[] {1, 2, 3}, new double[] {10, 40, 90});
    ObservationNormalizer own =
        ObservationNormalizer.of(new double[] {0, 1, -1}, new double[] {2, 1, 0.5});
    FittedGenerator restated;
    try (OfflineTraining training = training(5)) {
      putAll(training);
      training.restate(List.of(own, own, own, own), observed);
      restated = training.train(1, progress -> {});
    }
    assertThat(restated.restated()).isTrue();
    assertThat(restated.observations()).isEqualTo(observed);

    Restatement restatement = new Restatement(SHAPE, observed.toNormalizer());
    for (float[] values : weights) {
      FloatBuffer copy = FloatBuffer.allocate(values.length);
      restatement.apply(own, FloatBuffer.wrap(values.clone()), copy);
      System.arraycopy(copy.array(), 0, values, 0, values.length);
    }
    try (OfflineTraining training = training(5)) {
      putAll(training);
      training.keep(observed);
      FittedGenerator same = training.train(1, progress -> {});
      assertThat(same.restated()).isFalse();
      same.state()
          .parameters()
          .forEach(
              (name, values) ->
                  assertThat(restated.state().parameters().get(name)).isEqualTo(values));
    }
  }

  @Test
  void theLearningRateFallsOverAllUpdates() {
    Settings falling =
        Runs.tiny("generator.learning-rate-final=1e-9", "training.batch-size=2").settings();
    List<Double> losses = new ArrayList<>();
    FittedGenerator kept;
    FittedGenerator fallen;
    try (OfflineTraining training = training(300)) {
      putAll(training);
      kept = training.train(1, progress -> losses.add(progress.meanLoss()));
    }
    try (OfflineTraining training =
        new OfflineTraining(OfflineSettings.of(falling, 300), SHAPE, COMMANDS)) {
      putAll(training);
      fallen = training.train(1, progress -> {});
    }
    assertThat(losses).hasSize(3);
    assertThat(losses.get(2)).isLessThan(losses.get(0));
    assertThat(fallen.progress().get(2).meanLoss())
        .isGreaterThan(kept.progress().get(2).meanLoss());
  }

  @Test
  void missingWeightsAndWrongNumbersAreNamed() {
    try (OfflineTraining training = training(1)) {
      training.put(0, weights.get(0));
      assertThatThrownBy(() -> training.train(1, progress -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The weights of policy 1 of 4 are missing");
    }
    assertThatThrownBy(() -> OfflineSettings.of(settings, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The number of updates must be positive, found 0");
  }
}
