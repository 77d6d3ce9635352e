package io.github.udrlpg.generator;

import java.util.Arrays;
import java.util.Map;

/** Parameters that stand together in a generator's parameter vector. */
sealed interface ParameterBlock {
  /** Returns where the block begins in the parameter vector. */
  int offset();

  /** Returns how many numbers it has. */
  int length();

  /** Puts the block's numbers, in the order of a {@link GeneratorState}, under their names. */
  void export(float[] vector, Map<String, float[]> named);

  /** Takes the block's numbers from under their names. */
  void collect(ParameterReader named, float[] vector);

  /** Gives the array of a name, checked for its length. */
  @FunctionalInterface
  interface ParameterReader {
    float[] read(String name, int length);
  }

  /**
   * An affine map, column-major {@code [outputs, inputs + 1]}: each column is the weights of one
   * input, and the last one the bias, as if there were one more input that is always 1.
   */
  record Affine(String name, int offset, int inputs, int outputs) implements ParameterBlock {
    @Override
    public int length() {
      return Math.multiplyExact(Math.addExact(inputs, 1), outputs);
    }

    /**
     * Returns where the weight from an input to an output stands; the bias is that of one more
     * input.
     */
    int place(int input, int output) {
      return offset + input * outputs + output;
    }

    @Override
    public void export(float[] vector, Map<String, float[]> named) {
      float[] weight = new float[outputs * inputs];
      for (int output = 0; output < outputs; output++) {
        for (int input = 0; input < inputs; input++) {
          weight[output * inputs + input] = vector[place(input, output)];
        }
      }
      int bias = place(inputs, 0);
      named.put(name + ".weight", weight);
      named.put(name + ".bias", Arrays.copyOfRange(vector, bias, bias + outputs));
    }

    @Override
    public void collect(ParameterReader named, float[] vector) {
      float[] weight = named.read(name + ".weight", outputs * inputs);
      for (int output = 0; output < outputs; output++) {
        for (int input = 0; input < inputs; input++) {
          vector[place(input, output)] = weight[output * inputs + input];
        }
      }
      System.arraycopy(named.read(name + ".bias", outputs), 0, vector, place(inputs, 0), outputs);
    }
  }

  /**
   * The embeddings of a policy layer's tiles, one after the other in the order of {@link TileGrid}.
   */
  record Embeddings(String name, int offset, int tilesIn, int tilesOut, int dim)
      implements ParameterBlock {
    @Override
    public int length() {
      return Math.multiplyExact(Math.multiplyExact(tilesIn, tilesOut), dim);
    }

    @Override
    public void export(float[] vector, Map<String, float[]> named) {
      float[] embeddings = new float[length()];
      for (int tile = 0; tile < tilesIn * tilesOut; tile++) {
        System.arraycopy(vector, offset + tile * dim, embeddings, stateOffset(tile), dim);
      }
      named.put(name, embeddings);
    }

    @Override
    public void collect(ParameterReader named, float[] vector) {
      float[] embeddings = named.read(name, length());
      for (int tile = 0; tile < tilesIn * tilesOut; tile++) {
        System.arraycopy(embeddings, stateOffset(tile), vector, offset + tile * dim, dim);
      }
    }

    private int stateOffset(int tile) {
      int tileIn = tile % tilesIn;
      int tileOut = tile / tilesIn;
      return (tileIn * tilesOut + tileOut) * dim;
    }
  }
}
