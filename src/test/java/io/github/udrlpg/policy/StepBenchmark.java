package io.github.udrlpg.policy;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.env.Transition;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import picocli.CommandLine.Command;

/** Times a step of policy and environment on one thread. */
@Command(name = "step", description = "A step of policy and environment, one thread.")
public final class StepBenchmark implements Runnable {
  private static final int STEPS = 20_000;
  private static final int REPETITIONS = 6;
  private static final double NANOS_PER_MICRO = 1e3;

  /** Prints a line per task and repetition; the first ones warm up. */
  @Override
  public void run() {
    for (String id : new String[] {"InvertedPendulum-v4", "Swimmer-v4", "Hopper-v4"}) {
      for (int repetition = 0; repetition < REPETITIONS; repetition++) {
        measure(id);
      }
    }
  }

  private static void measure(String id) {
    try (Environment environment = Environments.create(id)) {
      EnvironmentSpec spec = environment.spec();
      MlpPolicy policy = policy(spec);
      Transition transition = new Transition(spec.observationSize());
      double[] action = new double[spec.actionSpace().actionSize()];
      ObservationNormalizer normalizer = ObservationNormalizer.identity(spec.observationSize());
      environment.reset(1, transition);
      long policyNanos = 0;
      long begin = System.nanoTime();
      for (int step = 0; step < STEPS; step++) {
        long before = System.nanoTime();
        policy.act(transition.observation(), normalizer, action);
        policyNanos += System.nanoTime() - before;
        environment.step(action, transition);
        if (transition.terminated()) {
          environment.reset(step, transition);
        }
      }
      long nanos = System.nanoTime() - begin;
      System.out.printf(
          "%s %s: environment %.2f µs, policy %.2f µs per step%n",
          id,
          policy.shape().layers(),
          (nanos - policyNanos) / NANOS_PER_MICRO / STEPS,
          policyNanos / NANOS_PER_MICRO / STEPS);
    }
  }

  private static MlpPolicy policy(EnvironmentSpec spec) {
    ActionSpace space = spec.actionSpace();
    PolicyShape shape = PolicyShape.of(spec.observationSize(), 256, 256, space.outputs());
    MlpPolicy policy = new MlpPolicy(shape, space);
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(1);
    float[] weights = new float[shape.parameterCount()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 0.1f * (2 * random.nextFloat() - 1);
    }
    policy.setWeights(weights);
    return policy;
  }
}
