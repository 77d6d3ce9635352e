package io.github.udrlpg.generator;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.linalg.Sgemm;
import io.github.udrlpg.linalg.WorkerTeam;
import io.github.udrlpg.nn.AdamSettings;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The fast engine: forward pass, squared error and backward pass of a tile are one job, commands
 * share what is affine in them, and a team of threads shares the jobs out.
 *
 * <p>The same calls give the same bits on one type of machine, whatever the number of threads;
 * other OpenBLAS kernels, of another CPU or chosen by OPENBLAS_CORETYPE, round differently.
 * OpenBLAS is set to one thread for each product in the whole process.
 */
public final class PolicyGenerator implements Generator {
  private final HypernetworkShape shape;
  private final ParameterLayout layout;
  private final WorkerTeam team;
  private final NativeMemory parameters;
  private final NativeAdam adam;
  private final List<NetworkPair> pairs = new ArrayList<>();
  private final UpdatePlans plans;
  private final Regression regression;
  private NativeAverage average;
  private float[] restoredAverage = {};
  private boolean closed;

  private PolicyGenerator(HypernetworkShape shape, AdamSettings settings, int threads) {
    this.shape = shape;
    this.layout = ParameterLayout.of(shape);
    this.team = WorkerTeam.of(threads);
    this.parameters = NativeMemory.zeros(layout.length());
    this.adam = new NativeAdam(settings, parameters.floats(), layout.length(), threads);
    // ND4J, just started, has set OpenBLAS' threads to its own liking.
    Sgemm.useCallingThreadOnly();
    layout.networks().forEach(group -> pairs.add(new NetworkPair(group, parameters)));
    this.plans = new UpdatePlans(shape, layout, pairs, threads);
    this.regression = new Regression(shape, plans, pairs, adam, team);
  }

  /**
   * Creates an untrained generator that uses all cores.
   *
   * @param seed of the initial parameters: PyTorch's default for linear layers, U(±1/√inputs), and
   *     N(0, 1) for embeddings
   */
  public static PolicyGenerator initialize(HypernetworkShape shape, AdamSettings adam, long seed) {
    return initialize(shape, adam, seed, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Creates an untrained generator.
   *
   * @param threads that share the work, the calling one included; they do not change any result
   * @throws IllegalArgumentException if {@code threads} is not positive
   */
  public static PolicyGenerator initialize(
      HypernetworkShape shape, AdamSettings adam, long seed, int threads) {
    PolicyGenerator generator = new PolicyGenerator(shape, adam, threads);
    generator.setParameters(generator.layout.draw(RandomSource.XO_SHI_RO_256_PP.create(seed)));
    return generator;
  }

  /**
   * Creates a generator that continues bit for bit where {@link #state} was taken, on all cores.
   *
   * @throws InvalidInputException if the state belongs to another shape
   */
  public static PolicyGenerator restore(
      HypernetworkShape shape, AdamSettings adam, GeneratorState state) {
    return restore(shape, adam, state, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Creates a generator that continues bit for bit where {@link #state} was taken.
   *
   * @param threads that share the work, the calling one included; they do not change any result
   * @throws InvalidInputException if the state belongs to another shape
   * @throws IllegalArgumentException if {@code threads} is not positive
   */
  public static PolicyGenerator restore(
      HypernetworkShape shape, AdamSettings adam, GeneratorState state, int threads) {
    ParameterVectors vectors = ParameterVectors.of(ParameterLayout.of(shape), state);
    PolicyGenerator generator = new PolicyGenerator(shape, adam, threads);
    generator.setParameters(vectors.parameters());
    generator.adam.restore(vectors.steps(), vectors.firstMoments(), vectors.secondMoments());
    generator.restoredAverage = vectors.average();
    return generator;
  }

  private void setParameters(float[] values) {
    parameters.floats().put(0, values);
    pairs.forEach(NetworkPair::refreshInputs);
  }

  @Override
  public float[] generate(double command) {
    requireOpen();
    CommandBatch.requireFinite(command);
    float[] values = {(float) command};
    float[][] policies = new float[1][parameterCount()];
    List<NetworkSlice> slices = plans.get(1, 1).slices();
    team.run(
        slices.size(),
        (i, worker) -> {
          slices.get(i).forward(values, plans.workspace(worker));
          slices.get(i).emit(policies, plans.workspace(worker).passes);
        });
    return policies[0];
  }

  /** Takes one Adam step; equal commands share one forward and backward pass. */
  @Override
  public double update(double[] commands, FloatBuffer[] targets) {
    requireOpen();
    return regression.update(commands, targets);
  }

  @Override
  public double update(
      double[] commands, FloatBuffer[] targets, double tileFraction, UniformRandomProvider random) {
    TileRows.requireFraction(tileFraction);
    requireOpen();
    return regression.update(commands, targets, tileFraction, random);
  }

  @Override
  public long steps() {
    return adam.steps();
  }

  @Override
  public int parameterCount() {
    return shape.policy().parameterCount();
  }

  @Override
  public int generatorParameterCount() {
    return layout.length();
  }

  @Override
  public void setLearningRate(double learningRate) {
    adam.setLearningRate(learningRate);
  }

  @Override
  public void keepAverage(double decay) {
    float[] initial = restoredAverage.length == 0 ? parameters.toArray() : restoredAverage;
    restoredAverage = new float[0];
    average = new NativeAverage(parameters.floats(), initial, decay, team.workers());
    regression.keep(average);
  }

  @Override
  public float[][] generateFromAverage(double[] commands) {
    if (average == null) {
      return generate(commands);
    }
    exchangeWithAverage();
    try {
      return generate(commands);
    } finally {
      exchangeWithAverage();
    }
  }

  private void exchangeWithAverage() {
    average.exchange();
    pairs.forEach(NetworkPair::refreshInputs);
  }

  @Override
  public GeneratorState state() {
    requireOpen();
    return new ParameterVectors(
            adam.steps(),
            parameters.toArray(),
            adam.firstMoments(),
            adam.secondMoments(),
            average == null ? new float[0] : average.toArray())
        .toState(layout);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("This generator is closed: its memory has been released");
    }
  }

  /** Releases the memory outside the heap and ends the helper threads; closing twice is fine. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      team.close();
      plans.close();
      pairs.forEach(NetworkPair::close);
      adam.close();
      if (average != null) {
        average.close();
      }
      parameters.close();
    }
  }
}
