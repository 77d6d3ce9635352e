package io.github.udrlpg.generator;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.nn.Adam;
import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.nn.ParameterAverage;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The hypernetwork written to be read, on ND4J: networks of {@link io.github.udrlpg.nn.Mlp}, every
 * command computed on its own, and a backward pass that begins at the gradient of any loss.
 *
 * <p>It is the reference for {@link PolicyGenerator}, which is several times faster, and what a
 * learner takes whose loss needs whole policies: {@link #forward}, then {@link #backward}. The same
 * calls give the same bits on one type of machine. All work runs on the calling thread; ND4J and
 * OpenBLAS are set to one thread in the whole process.
 */
public final class ReferenceGenerator implements Generator {
  private final HypernetworkShape shape;
  private final ParameterLayout layout;
  private final NativeMemory parameters;
  private final NativeMemory gradients;
  private final Adam adam;
  private final List<ReferenceNetworks> networks = new ArrayList<>();
  private float[] restoredAverage;
  private ParameterAverage average;
  private int forwarded;
  private boolean closed;

  private ReferenceGenerator(
      HypernetworkShape shape, AdamSettings settings, ParameterVectors vectors) {
    this.shape = shape;
    this.layout = ParameterLayout.of(shape);
    this.parameters = NativeMemory.zeros(layout.length());
    this.gradients = NativeMemory.zeros(layout.length());
    this.adam = new Adam(settings, parameters.array(), gradients.array());
    this.restoredAverage = vectors.average();
    parameters.floats().put(0, vectors.parameters());
    adam.restore(vectors.steps(), vectors.firstMoments(), vectors.secondMoments());
    for (ParameterLayout.Group group : layout.networks()) {
      networks.add(new ReferenceNetworks(group, parameters, gradients));
    }
  }

  /**
   * Creates an untrained generator, with the same parameters as {@link PolicyGenerator} for the
   * same seed.
   *
   * @param seed of the initial parameters: PyTorch's default for linear layers, U(±1/√inputs), and
   *     N(0, 1) for embeddings
   */
  public static ReferenceGenerator initialize(
      HypernetworkShape shape, AdamSettings adam, long seed) {
    ParameterLayout layout = ParameterLayout.of(shape);
    float[] parameters = layout.draw(RandomSource.XO_SHI_RO_256_PP.create(seed));
    return new ReferenceGenerator(shape, adam, ParameterVectors.initial(layout, parameters));
  }

  /**
   * Creates a generator that continues where a state was taken: bit for bit, or but for rounding
   * where the state is another engine's.
   *
   * @throws InvalidInputException if the state belongs to another shape
   */
  public static ReferenceGenerator restore(
      HypernetworkShape shape, AdamSettings adam, GeneratorState state) {
    return new ReferenceGenerator(
        shape, adam, ParameterVectors.of(ParameterLayout.of(shape), state));
  }

  @Override
  public float[] generate(double command) {
    float[] policy = emit(new double[] {command})[0];
    forwarded = 0;
    return policy;
  }

  /**
   * Returns the policies for a batch of commands, and keeps what {@link #backward} needs.
   *
   * @param commands {@code [commands]}, at least one; equal ones are computed again
   * @return {@code [commands, parameters]}, in the flat layout of the policy's shape
   * @throws IllegalArgumentException if there is no command or one is not finite
   */
  public float[][] forward(double[] commands) {
    if (commands.length == 0) {
      throw new IllegalArgumentException("A forward pass needs at least one command, found none");
    }
    float[][] policies = emit(commands);
    forwarded = commands.length;
    return policies;
  }

  private float[][] emit(double[] commands) {
    requireOpen();
    float[] values = new float[commands.length];
    for (int i = 0; i < commands.length; i++) {
      CommandBatch.requireFinite(commands[i]);
      values[i] = (float) commands[i];
    }
    float[][] policies = new float[commands.length][parameterCount()];
    networks.forEach(group -> group.forward(values, policies));
    return policies;
  }

  /**
   * Takes one Adam step down a loss of the policies of the last {@link #forward}.
   *
   * @param outputGradient of the loss with respect to these policies, {@code [commands,
   *     parameters]}, only read
   * @throws IllegalStateException if no forward pass was the last thing that happened
   * @throws IllegalArgumentException if the gradient is of another shape
   */
  public void backward(float[][] outputGradient) {
    requireOpen();
    if (forwarded == 0) {
      throw new IllegalStateException(
          "A backward pass needs the forward pass of the same commands right before it");
    }
    CommandBatch.requireShape(outputGradient, forwarded, parameterCount());
    forwarded = 0;
    networks.forEach(group -> group.backward(outputGradient));
    adam.step();
    if (average != null) {
      average.update();
    }
  }

  @Override
  public double update(double[] commands, FloatBuffer[] targets) {
    float[] all = new float[parameterCount()];
    Arrays.fill(all, 1f);
    return regress(commands, targets, all);
  }

  @Override
  public double update(
      double[] commands, FloatBuffer[] targets, double tileFraction, UniformRandomProvider random) {
    TileRows.requireFraction(tileFraction);
    return regress(commands, targets, tileWeights(tileFraction, random));
  }

  /** Takes a step on {@code mean(w (G(c) − θ)²)}, w {@code [parameters]}. */
  private double regress(double[] commands, FloatBuffer[] targets, float[] weights) {
    CommandBatch.check(commands, targets, parameterCount());
    float[][] policies = forward(commands);
    double elements = (double) commands.length * parameterCount();
    float[] target = new float[parameterCount()];
    double sum = 0;
    for (int i = 0; i < policies.length; i++) {
      targets[i].get(0, target);
      for (int j = 0; j < target.length; j++) {
        double error = (double) policies[i][j] - target[j];
        sum += weights[j] * error * error;
        policies[i][j] = (float) (2 * weights[j] * error / elements);
      }
    }
    double loss = sum / elements;
    Regression.requireFinite(loss, steps() + 1, adam.learningRate());
    backward(policies);
    return loss;
  }

  /** Draws rows of tiles, and returns how much each weight of a policy counts. */
  private float[] tileWeights(double fraction, UniformRandomProvider random) {
    float[] weights = new float[parameterCount()];
    for (ParameterLayout.Group group : layout.networks()) {
      for (TileGrid grid : group.group().grids()) {
        boolean[] selected = TileRows.draw(grid.tilesOut(), fraction, random);
        float weight = (float) grid.tilesOut() / TileRows.count(grid.tilesOut(), fraction);
        for (int output = 0; output < grid.outputs(); output++) {
          if (selected[output / grid.tileOutputs()]) {
            int from = grid.weightOffset() + output * grid.inputs();
            Arrays.fill(weights, from, from + grid.inputs(), weight);
            weights[grid.biasOffset() + output] = weight;
          }
        }
      }
    }
    return weights;
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
    average = new ParameterAverage(parameters.array(), initial, decay);
  }

  @Override
  public float[][] generateFromAverage(double[] commands) {
    if (average == null) {
      return generate(commands);
    }
    average.exchange();
    try {
      return generate(commands);
    } finally {
      average.exchange();
    }
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

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      networks.forEach(ReferenceNetworks::close);
      adam.close();
      if (average != null) {
        average.close();
      }
      gradients.close();
      parameters.close();
    }
  }
}
