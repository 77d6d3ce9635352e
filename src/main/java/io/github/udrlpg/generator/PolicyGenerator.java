package io.github.udrlpg.generator;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.linalg.Sgemm;
import io.github.udrlpg.linalg.WorkerTeam;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The generator of policies, θ = G(c): a hypernetwork that maps a commanded return to all weights
 * of a policy, tile by tile, trained by regression (arXiv 2501.16288; tiles: arXiv 2207.01570).
 *
 * <p>It lives on the driver, belongs to one thread at a time, and holds memory outside the Java
 * heap until it is closed. The same calls give the same bits on one type of machine, whatever the
 * number of threads; other OpenBLAS kernels, of another CPU or chosen by OPENBLAS_CORETYPE, round
 * differently. OpenBLAS is set to one thread for each product in the whole process, and the work is
 * shared out here.
 */
public final class PolicyGenerator implements AutoCloseable {
  private final HypernetworkShape shape;
  private final ParameterLayout layout;
  private final WorkerTeam team;
  private final NativeMemory parameters;
  private final Adam adam;
  private final List<NetworkPair> pairs = new ArrayList<>();
  private final UpdatePlans plans;
  private final Regression regression;
  private ParameterAverage average;
  private float[] restoredAverage;
  private boolean closed;

  private PolicyGenerator(HypernetworkShape shape, AdamSettings settings, int threads) {
    this.shape = shape;
    this.layout = ParameterLayout.of(shape);
    this.team = WorkerTeam.of(threads);
    this.parameters = NativeMemory.zeros(layout.length());
    this.adam = new Adam(settings, parameters.floats(), layout.length(), threads);
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
    if (state.steps() < 0) {
      throw new InvalidInputException(
          "Generator state has a negative number of steps: " + state.steps());
    }
    ParameterLayout layout = ParameterLayout.of(shape);
    float[] values = layout.toVector(state.parameters(), "parameter");
    float[] first = layout.toVector(state.firstMoments(), "first moment");
    float[] second = layout.toVector(state.secondMoments(), "second moment");
    PolicyGenerator generator = new PolicyGenerator(shape, adam, threads);
    generator.setParameters(values);
    generator.adam.restore(state.steps(), first, second);
    if (!state.averages().isEmpty()) {
      generator.restoredAverage = layout.toVector(state.averages(), "average");
    }
    return generator;
  }

  private void setParameters(float[] values) {
    parameters.floats().put(0, values);
    pairs.forEach(NetworkPair::refreshInputs);
  }

  /**
   * Returns the policy for a command.
   *
   * @return {@code [parameters]}, in the flat layout of the policy's shape
   * @throws IllegalArgumentException if the command is not finite
   */
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

  /**
   * Returns the policies for some commands, each the same as {@link #generate(double)} gives: which
   * other commands are asked for does not change its last bits.
   *
   * @return {@code [commands, parameters]}
   * @throws IllegalArgumentException if a command is not finite
   */
  public float[][] generate(double[] commands) {
    float[][] policies = new float[commands.length][];
    for (int i = 0; i < commands.length; i++) {
      policies[i] = generate(commands[i]);
    }
    return policies;
  }

  /**
   * Takes one Adam step on {@code mean((G(c) − θ)²)} over batch and parameters. Equal commands
   * share one forward and backward pass.
   *
   * @param commands {@code [batch]}
   * @param targets θ, {@code [batch, parameters]}: each buffer from its beginning to its capacity,
   *     on the heap or off it; only read
   * @return that loss before the step
   * @throws IllegalArgumentException if commands and targets do not match, or a command is not
   *     finite
   * @throws IllegalStateException if the loss is not finite; nothing is changed then
   */
  public double update(double[] commands, FloatBuffer[] targets) {
    requireOpen();
    return regression.update(commands, targets);
  }

  /**
   * Takes one Adam step as {@link #update(double[], FloatBuffer[])} does, on an unbiased estimate
   * of the loss: of each policy layer, only some rows of tiles (those that feed the same outputs)
   * are compared, and count for the others.
   *
   * @param tileFraction of the rows, in (0, 1]; of each layer at least one row
   * @param random draws the rows
   * @return the estimate
   * @throws IllegalArgumentException if the fraction is not in (0, 1]
   */
  public double update(
      double[] commands, FloatBuffer[] targets, double tileFraction, UniformRandomProvider random) {
    if (!(tileFraction > 0 && tileFraction <= 1)) {
      throw new IllegalArgumentException(
          "The fraction of tiles must be in (0, 1], found " + tileFraction);
    }
    requireOpen();
    return regression.update(commands, targets, tileFraction, random);
  }

  /** Returns the number of updates so far. */
  public long steps() {
    return adam.steps();
  }

  /** Returns the number of weights of a policy. */
  public int parameterCount() {
    return shape.policy().parameterCount();
  }

  /** Returns the number of the generator's own parameters. */
  public int generatorParameterCount() {
    return layout.length();
  }

  /**
   * Changes the learning rate of the updates that follow.
   *
   * @throws InvalidInputException if it is not a positive finite number
   */
  public void setLearningRate(double learningRate) {
    adam.setLearningRate(learningRate);
  }

  /**
   * Keeps an exponential moving average of the parameters over the updates that follow, from the
   * present ones on, or from the average of the state that this generator was restored from.
   *
   * @param decay share of the average that an update keeps, in [0, 1)
   */
  public void keepAverage(double decay) {
    float[] initial = restoredAverage == null ? parameters.toArray() : restoredAverage;
    restoredAverage = null;
    average = new ParameterAverage(parameters.floats(), initial, decay, team.workers());
    regression.keep(average);
  }

  /**
   * Returns the policies that the averaged parameters make, as {@link #generate(double[])} does for
   * the present ones; the same without {@link #keepAverage}.
   */
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

  /** Returns a copy of everything that the next update depends on, except the settings. */
  public GeneratorState state() {
    requireOpen();
    return new GeneratorState(
        adam.steps(),
        layout.toNamed(parameters.toArray()),
        layout.toNamed(adam.firstMoments()),
        layout.toNamed(adam.secondMoments()),
        average == null ? Map.of() : layout.toNamed(average.toArray()));
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
