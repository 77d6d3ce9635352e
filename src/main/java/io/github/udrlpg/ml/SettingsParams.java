package io.github.udrlpg.ml;

import io.github.udrlpg.config.BufferSettings;
import io.github.udrlpg.config.GeneratorSettings;
import io.github.udrlpg.config.Settings;
import java.util.List;
import org.apache.spark.ml.param.Param;

/** Hands the settings of a run to the parameters of an estimator or evaluator, one for each key. */
final class SettingsParams {
  private final Setter setter;

  /** Sets a parameter, or its default. */
  @FunctionalInterface
  interface Setter {
    void set(Param<Object> param, Object value);
  }

  SettingsParams(Setter setter) {
    this.setter = setter;
  }

  void put(PolicyGeneratorParams estimator, Settings settings) {
    put(estimator.envId(), settings.env().id());
    put(estimator.policyHiddenSizes(), ints(settings.policy().hiddenSizes()));
    put(estimator, settings.generator());
    put(estimator, settings.buffer());
    put(estimator.batchSize(), settings.training().batchSize());
    put(estimator.tileFraction(), settings.training().tileFraction());
    put(estimator.seed(), settings.run().seed());
  }

  void put(ReturnEvaluator evaluator, Settings settings) {
    put(evaluator.envId(), settings.env().id());
    put(evaluator.returnMin(), settings.returns().min());
    put(evaluator.returnMax(), settings.returns().max());
    put(evaluator.survivalBonus(), Choice.name(settings.returns().survivalBonus()));
    put(evaluator.episodes(), settings.evaluation().episodes());
    put(evaluator.seed(), settings.run().seed());
  }

  private void put(PolicyGeneratorParams estimator, GeneratorSettings generator) {
    put(estimator.hiddenSizes(), ints(generator.hiddenSizes()));
    put(estimator.embeddingDim(), generator.embeddingDim());
    put(estimator.tile(), generator.tile());
    put(estimator.learningRate(), generator.learningRate());
    generator.learningRateFinal().ifPresent(rate -> put(estimator.learningRateFinal(), rate));
    put(estimator.adamBeta1(), generator.adamBeta1());
    put(estimator.adamBeta2(), generator.adamBeta2());
    put(estimator.adamEpsilon(), generator.adamEpsilon());
    generator.outputScale().ifPresent(scale -> put(estimator.outputScale(), scale));
    put(estimator.engine(), Choice.name(generator.engine()));
  }

  private void put(PolicyGeneratorParams estimator, BufferSettings buffer) {
    put(estimator.bufferKind(), Choice.name(buffer.kind()));
    put(estimator.buckets(), buffer.buckets());
    put(estimator.bucketCapacity(), buffer.bucketCapacity().orElse(-1));
    put(estimator.capacity(), buffer.capacity());
    put(estimator.weighting(), Choice.name(buffer.weighting()));
    put(estimator.weightingScale(), buffer.weightingScale());
  }

  @SuppressWarnings("unchecked") // Every value above is of its parameter's type.
  private void put(Param<?> param, Object value) {
    setter.set((Param<Object>) param, value);
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
