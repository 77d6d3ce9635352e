package io.github.udrlpg.algorithm;

import io.github.udrlpg.buffer.BucketBuffer;
import io.github.udrlpg.buffer.ReplayBuffer;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.buffer.UniformBuffer;
import io.github.udrlpg.buffer.Weighting;
import io.github.udrlpg.config.BufferSettings;
import io.github.udrlpg.config.GeneratorSettings;
import io.github.udrlpg.config.ReturnSettings;
import io.github.udrlpg.config.RolloutSettings;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.generator.Generator;
import io.github.udrlpg.generator.GeneratorState;
import io.github.udrlpg.generator.HypernetworkShape;
import io.github.udrlpg.generator.OutputScale;
import io.github.udrlpg.generator.PolicyGenerator;
import io.github.udrlpg.generator.ReferenceGenerator;
import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.ReturnScale;
import java.util.Optional;

/** Makes the parts of a run from the groups of its settings. */
public final class Parts {
  private Parts() {}

  /** Returns the layers of a run's policies. */
  public static PolicyShape policyShape(Settings settings, EnvironmentSpec environment) {
    return PolicyShape.of(environment, settings.policy().hiddenSizes());
  }

  /** Returns the sizes of a run's generator. */
  public static HypernetworkShape hypernetworkShape(
      GeneratorSettings generator, PolicyShape policy) {
    OutputScale scale =
        generator.outputScale().isPresent()
            ? OutputScale.byFanIn(generator.outputScale().getAsDouble())
            : OutputScale.none();
    return new HypernetworkShape(
        policy, generator.hiddenSizes(), generator.embeddingDim(), generator.tile(), scale);
  }

  /** Returns the settings of a generator's optimiser. */
  public static AdamSettings adam(GeneratorSettings generator) {
    return new AdamSettings(
        generator.learningRate(),
        generator.adamBeta1(),
        generator.adamBeta2(),
        generator.adamEpsilon());
  }

  /**
   * Creates a generator.
   *
   * @param state that it continues from; empty for an untrained one
   * @param seed of an untrained one
   * @param threads that share the work of the engine that has threads of its own
   */
  static Generator generator(
      GeneratorSettings generator,
      HypernetworkShape shape,
      Optional<GeneratorState> state,
      long seed,
      int threads) {
    AdamSettings adam = adam(generator);
    return switch (generator.engine()) {
      case NATIVE ->
          state.isPresent()
              ? PolicyGenerator.restore(shape, adam, state.get(), threads)
              : PolicyGenerator.initialize(shape, adam, seed, threads);
      case ND4J ->
          state.isPresent()
              ? ReferenceGenerator.restore(shape, adam, state.get())
              : ReferenceGenerator.initialize(shape, adam, seed);
    };
  }

  /** Returns an empty buffer. */
  public static ReplayBuffer replayBuffer(BufferSettings buffer) {
    return switch (buffer.kind()) {
      case UNIFORM -> new UniformBuffer(buffer.capacity());
      case BUCKETS ->
          new BucketBuffer(
              new ReturnBuckets(buffer.buckets()),
              buffer.bucketCapacity().orElse(BucketBuffer.UNLIMITED),
              BucketBuffer.FullBucket.DROP_NEWEST,
              buffer.capacity(),
              weighting(buffer));
    };
  }

  private static Weighting weighting(BufferSettings buffer) {
    return switch (buffer.weighting()) {
      case UNIFORM -> new Weighting.Uniform();
      case RECIPROCAL -> new Weighting.Reciprocal(buffer.weightingScale());
      case EXP -> new Weighting.Exponential(buffer.weightingScale());
      case MAX -> new Weighting.Highest();
    };
  }

  static CommandStrategy commandStrategy(RolloutSettings rollout) {
    return switch (rollout.command()) {
      case HIGHEST_SEEN, HIGHEST_LIVE -> new CommandStrategy.Highest();
      case SEEN_RANGE -> new CommandStrategy.SeenRange(rollout.distinctCommands());
      case FIXED -> new CommandStrategy.Fixed(rollout.commands());
    };
  }

  /** Returns a run's scale of commands. */
  public static ReturnScale returnScale(ReturnSettings returns) {
    return new ReturnScale(returns.min(), returns.max(), returns.survivalBonus());
  }
}
