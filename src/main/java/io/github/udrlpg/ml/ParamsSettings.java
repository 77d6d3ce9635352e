package io.github.udrlpg.ml;

import io.github.udrlpg.algorithm.OfflineSettings;
import io.github.udrlpg.config.BufferSettings;
import io.github.udrlpg.config.GeneratorSettings;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.policy.PolicyShape;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.Param;

/** Reads the settings of a training from the parameters of an estimator. */
final class ParamsSettings {
  private final PolicyGeneratorParams estimator;

  ParamsSettings(PolicyGeneratorParams estimator) {
    this.estimator = estimator;
  }

  OfflineSettings offline() {
    GeneratorSettings generator =
        new GeneratorSettings(
            list(estimator.hiddenSizes()),
            number(estimator.embeddingDim()).intValue(),
            number(estimator.tile()).intValue(),
            number(estimator.learningRate()).doubleValue(),
            optional(estimator.learningRateFinal()),
            Math.max(1, number(estimator.updates()).intValue()),
            number(estimator.adamBeta1()).doubleValue(),
            number(estimator.adamBeta2()).doubleValue(),
            number(estimator.adamEpsilon()).doubleValue(),
            optional(estimator.outputScale()),
            choice(estimator.engine(), GeneratorSettings.Engine.class));
    int perBucket = number(estimator.bucketCapacity()).intValue();
    BufferSettings buffer =
        new BufferSettings(
            choice(estimator.bufferKind(), BufferSettings.Kind.class),
            number(estimator.buckets()).intValue(),
            perBucket == -1 ? OptionalInt.empty() : OptionalInt.of(perBucket),
            number(estimator.capacity()).intValue(),
            choice(estimator.weighting(), BufferSettings.Weighting.class),
            number(estimator.weightingScale()).doubleValue());
    return new OfflineSettings(
        generator,
        buffer,
        number(estimator.batchSize()).intValue(),
        number(estimator.tileFraction()).doubleValue(),
        number(estimator.updates()).intValue(),
        number(estimator.seed()).longValue());
  }

  PolicyShape shape() {
    if (estimator.isDefined(estimator.policyLayers())) {
      return new PolicyShape(list(estimator.policyLayers()));
    }
    return PolicyShape.of(
        Environments.spec(estimator.getOrDefault(estimator.envId())),
        list(estimator.policyHiddenSizes()));
  }

  private List<Integer> list(IntArrayParam param) {
    return IntStream.of(estimator.getOrDefault(param)).boxed().toList();
  }

  private Number number(Param<Object> param) {
    return (Number) estimator.getOrDefault(param);
  }

  private OptionalDouble optional(DoubleParam param) {
    return estimator.isDefined(param)
        ? OptionalDouble.of(number(param).doubleValue())
        : OptionalDouble.empty();
  }

  private <E extends Enum<E>> E choice(Param<String> param, Class<E> type) {
    return Choice.of(param, estimator.getOrDefault(param), type);
  }
}
