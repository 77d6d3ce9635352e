package io.github.udrlpg.generator;

import io.github.udrlpg.policy.PolicyShape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The hypernetwork once more, in double precision, tile by tile and command by command, with plain
 * loops and no thought of speed: it shares no code with the generator except {@link PolicyShape}.
 *
 * <p>It differentiates by its own backward pass, which {@link #numericGradient} checks.
 */
final class ReferenceHypernetwork {
  private final HypernetworkShape shape;
  private final Map<String, double[]> parameters;

  ReferenceHypernetwork(HypernetworkShape shape, Map<String, double[]> parameters) {
    this.shape = shape;
    this.parameters = parameters;
  }

  static ReferenceHypernetwork of(HypernetworkShape shape, GeneratorState state) {
    Map<String, double[]> doubles = new LinkedHashMap<>();
    state
        .parameters()
        .forEach(
            (name, values) -> {
              double[] copy = new double[values.length];
              for (int i = 0; i < copy.length; i++) {
                copy[i] = values[i];
              }
              doubles.put(name, copy);
            });
    return new ReferenceHypernetwork(shape, doubles);
  }

  Map<String, double[]> parameters() {
    return parameters;
  }

  double[] generate(double command) {
    double[] policy = new double[shape.policy().parameterCount()];
    forEachTile((layer, tileIn, tileOut) -> addTile(layer, tileIn, tileOut, command, policy));
    return policy;
  }

  double loss(double[] commands, double[][] targets) {
    double sum = 0;
    for (int i = 0; i < commands.length; i++) {
      double[] policy = generate(commands[i]);
      for (int j = 0; j < policy.length; j++) {
        sum += (policy[j] - targets[i][j]) * (policy[j] - targets[i][j]);
      }
    }
    return sum / (commands.length * (double) shape.policy().parameterCount());
  }

  Map<String, double[]> gradient(double[] commands, double[][] targets) {
    Map<String, double[]> gradient = new LinkedHashMap<>();
    parameters.forEach((name, values) -> gradient.put(name, new double[values.length]));
    for (int i = 0; i < commands.length; i++) {
      double command = commands[i];
      double[] errors = generate(command);
      for (int j = 0; j < errors.length; j++) {
        errors[j] = 2 * (errors[j] - targets[i][j]) / ((double) commands.length * errors.length);
      }
      forEachTile(
          (layer, tileIn, tileOut) -> backward(layer, tileIn, tileOut, command, errors, gradient));
    }
    return gradient;
  }

  /** Returns the derivative of the loss by one parameter, from central differences. */
  double numericGradient(
      double[] commands, double[][] targets, String name, int index, double step) {
    double[] values = parameters.get(name);
    double before = values[index];
    values[index] = before + step;
    double above = loss(commands, targets);
    values[index] = before - step;
    double below = loss(commands, targets);
    values[index] = before;
    return (above - below) / (2 * step);
  }

  @FunctionalInterface
  private interface Tile {
    void visit(int layer, int tileIn, int tileOut);
  }

  private void forEachTile(Tile tile) {
    for (int layer = 0; layer < shape.policy().depth(); layer++) {
      for (int tileIn = 0; tileIn < tilesIn(layer); tileIn++) {
        for (int tileOut = 0; tileOut < tilesOut(layer); tileOut++) {
          tile.visit(layer, tileIn, tileOut);
        }
      }
    }
  }

  private int tileInputs(int layer) {
    return layer == 0 ? shape.policy().inputs(0) : shape.tile();
  }

  private int tileOutputs(int layer) {
    return layer == shape.policy().depth() - 1 ? shape.policy().outputs(layer) : shape.tile();
  }

  private int tilesIn(int layer) {
    return (shape.policy().inputs(layer) + tileInputs(layer) - 1) / tileInputs(layer);
  }

  private int tilesOut(int layer) {
    return (shape.policy().outputs(layer) + tileOutputs(layer) - 1) / tileOutputs(layer);
  }

  private String network(int layer) {
    if (layer == 0) {
      return "input_hn";
    }
    return layer == shape.policy().depth() - 1 ? "output_hn" : "hidden_hn";
  }

  private String embeddings(int layer) {
    if (layer == 0) {
      return "in_embeddings";
    }
    return layer == shape.policy().depth() - 1
        ? "out_embeddings"
        : "hidden_embeddings." + (layer - 1);
  }

  private double factor(int layer) {
    return shape.scale() instanceof OutputScale.ByFanIn byFanIn
        ? byFanIn.scale() / Math.sqrt(shape.policy().inputs(layer))
        : 1;
  }

  private double[] input(int layer, int tileIn, int tileOut, double command) {
    int dim = shape.embeddingDim();
    double[] input = new double[dim + 1];
    int from = (tileIn * tilesOut(layer) + tileOut) * dim;
    System.arraycopy(parameters.get(embeddings(layer)), from, input, 0, dim);
    input[dim] = command;
    return input;
  }

  private void addTile(int layer, int tileIn, int tileOut, double command, double[] policy) {
    double[] input = input(layer, tileIn, tileOut, command);
    double[] weights = last(forward(network(layer) + ".net_w", input));
    double[] biases = last(forward(network(layer) + ".net_b", input));
    double factor = factor(layer);
    for (int r = 0; r < tileOutputs(layer); r++) {
      int output = tileOut * tileOutputs(layer) + r;
      if (output < shape.policy().outputs(layer)) {
        for (int q = 0; q < tileInputs(layer); q++) {
          int index = weightIndex(layer, output, tileIn * tileInputs(layer) + q);
          if (index >= 0) {
            policy[index] = factor * weights[r * tileInputs(layer) + q];
          }
        }
        policy[shape.policy().biasOffset(layer) + output] += factor * biases[r] / tilesIn(layer);
      }
    }
  }

  private int weightIndex(int layer, int output, int input) {
    PolicyShape policy = shape.policy();
    return input < policy.inputs(layer)
        ? policy.weightOffset(layer) + output * policy.inputs(layer) + input
        : -1;
  }

  private void backward(
      int layer,
      int tileIn,
      int tileOut,
      double command,
      double[] errors,
      Map<String, double[]> gradient) {
    double[] weightErrors = new double[tileOutputs(layer) * tileInputs(layer)];
    double[] biasErrors = new double[tileOutputs(layer)];
    double factor = factor(layer);
    for (int r = 0; r < tileOutputs(layer); r++) {
      int output = tileOut * tileOutputs(layer) + r;
      if (output < shape.policy().outputs(layer)) {
        for (int q = 0; q < tileInputs(layer); q++) {
          int index = weightIndex(layer, output, tileIn * tileInputs(layer) + q);
          if (index >= 0) {
            weightErrors[r * tileInputs(layer) + q] = factor * errors[index];
          }
        }
        biasErrors[r] = factor * errors[shape.policy().biasOffset(layer) + output] / tilesIn(layer);
      }
    }
    double[] input = input(layer, tileIn, tileOut, command);
    double[] embedding = gradient.get(embeddings(layer));
    int from = (tileIn * tilesOut(layer) + tileOut) * shape.embeddingDim();
    double[] throughWeights = backward(network(layer) + ".net_w", input, weightErrors, gradient);
    double[] throughBiases = backward(network(layer) + ".net_b", input, biasErrors, gradient);
    for (int i = 0; i < shape.embeddingDim(); i++) {
      embedding[from + i] += throughWeights[i] + throughBiases[i];
    }
  }

  private static double[] last(double[][] layers) {
    return layers[layers.length - 1];
  }

  private double[][] forward(String network, double[] input) {
    int depth = shape.hiddenSizes().size() + 1;
    double[][] layers = new double[depth + 1][];
    layers[0] = input;
    for (int k = 0; k < depth; k++) {
      double[] weight = parameters.get(network + "." + 2 * k + ".weight");
      double[] bias = parameters.get(network + "." + 2 * k + ".bias");
      double[] output = new double[bias.length];
      for (int o = 0; o < output.length; o++) {
        output[o] = bias[o];
        for (int i = 0; i < layers[k].length; i++) {
          output[o] += weight[o * layers[k].length + i] * layers[k][i];
        }
        if (k < depth - 1 && output[o] < 0) {
          output[o] = 0;
        }
      }
      layers[k + 1] = output;
    }
    return layers;
  }

  private double[] backward(
      String network, double[] input, double[] outputErrors, Map<String, double[]> gradient) {
    double[][] layers = forward(network, input);
    double[] errors = outputErrors;
    for (int k = layers.length - 2; k >= 0; k--) {
      double[] weight = parameters.get(network + "." + 2 * k + ".weight");
      double[] weightGradient = gradient.get(network + "." + 2 * k + ".weight");
      double[] biasGradient = gradient.get(network + "." + 2 * k + ".bias");
      double[] below = new double[layers[k].length];
      for (int o = 0; o < errors.length; o++) {
        biasGradient[o] += errors[o];
        for (int i = 0; i < below.length; i++) {
          weightGradient[o * below.length + i] += errors[o] * layers[k][i];
          below[i] += errors[o] * weight[o * below.length + i];
        }
      }
      for (int i = 0; k > 0 && i < below.length; i++) {
        below[i] = layers[k][i] > 0 ? below[i] : 0;
      }
      errors = below;
    }
    return errors;
  }
}
