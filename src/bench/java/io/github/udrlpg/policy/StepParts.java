package io.github.udrlpg.policy;

import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.env.Transition;
import io.github.udrlpg.testing.Policies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What {@link StepBenchmark} times; JMH needs it public and generates a subclass. */
@State(Scope.Thread)
public class StepParts {
  /** The environment's identifier. */
  @Param({"InvertedPendulum-v4", "Swimmer-v4", "Hopper-v4"})
  public String environment;

  private Environment simulated;
  private MlpPolicy policy;
  private float[] weights;
  private RunningStatistics statistics;
  private ObservationNormalizer normalizer;
  private Transition transition;
  private float[] normalized;
  private double[] action;
  private long seed;

  /** Prepares a policy of random weights at the beginning of an episode. */
  @Setup
  public void prepare() {
    simulated = Environments.create(environment);
    EnvironmentSpec spec = simulated.spec();
    int inputs = spec.observationSize();
    PolicyShape shape = PolicyShape.of(inputs, 256, 256, spec.actionSpace().outputs());
    weights = Policies.random(shape, 0.1f);
    policy = new MlpPolicy(shape, spec.actionSpace());
    policy.setWeights(weights);
    statistics = new RunningStatistics(inputs);
    normalizer = ObservationNormalizer.identity(inputs);
    transition = new Transition(inputs);
    normalized = new float[inputs];
    action = new double[spec.actionSpace().actionSize()];
    simulated.reset(seed, transition);
    policy.act(transition.observation(), normalizer, action);
  }

  /** Releases the simulation. */
  @TearDown
  public void close() {
    simulated.close();
  }

  /** An action from an observation, normalisation included. */
  @Benchmark
  public double[] policy() {
    policy.act(transition.observation(), normalizer, action);
    return action;
  }

  /** A step under a fixed action; where an episode ended a new one, whose start allocates. */
  @Benchmark
  public Transition environment() {
    if (transition.terminated()) {
      simulated.reset(seed++, transition);
    }
    simulated.step(action, transition);
    return transition;
  }

  /** What happens to an observation beside the policy. */
  @Benchmark
  public float[] observation() {
    statistics.add(transition.observation());
    normalizer.normalize(transition.observation(), normalized);
    return normalized;
  }

  /** Once for each policy: its weights are put in order. */
  @Benchmark
  public MlpPolicy weights() {
    policy.setWeights(weights);
    return policy;
  }
}
