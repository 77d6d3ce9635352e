package io.github.udrlpg.generator;

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
   * An affine map, column-major {@code [inputs + 1, outputs]}: each column is the weights of one
   * output and then its bias, as if there were one more input that is always 1.
   */
  record Affine(String name, int offset, int inputs, int outputs) implements ParameterBlock {
    @Override
    public int length() {
      return Math.multiplyExact(inputs + 1, outputs);
    }

    @Override
    public void export(float[] vector, Map<String, float[]> named) {
      float[] weight = new float[outputs * inputs];
      float[] bias = new float[outputs];
      for (int output = 0; output < outputs; output++) {
        int column = offset + output * (inputs + 1);
        System.arraycopy(vector, column, weight, output * inputs, inputs);
        bias[output] = vector[column + inputs];
      }
      named.put(name + ".weight", weight);
      named.put(name + ".bias", bias);
    }

    @Override
    public void collect(ParameterReader named, float[] vector) {
      float[] weight = named.read(name + ".weight", outputs * inputs);
      float[] bias = named.read(name + ".bias", outputs);
      for (int output = 0; output < outputs; output++) {
        int column = offset + output * (inputs + 1);
        System.arraycopy(weight, output * inputs, vector, column, inputs);
        vector[column + inputs] = bias[output];
      }
    }
  }

  /**
   * The embeddings of a policy layer's tiles, one after the other in the order of {@link TileGrid}.
   */
  record Embeddings(String name, int offset, int tilesIn, int tilesOut, int dim)
      implements ParameterBlock {
    @Override
    public int length() {
      return Math.multiplyExact(tilesIn * tilesOut, dim);
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
