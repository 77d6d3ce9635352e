package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import java.util.List;

/** The two networks of a {@link TileGroup}, and the tile embeddings that are the input of both. */
final class NetworkPair implements AutoCloseable {
  private final NativeMemory inputMemory;
  private final NativeMatrix embeddings;
  private final int embeddingOffset;
  private final NativeMatrix bases;
  private final float[] embedding;
  private final TileNetwork weightNet;
  private final TileNetwork biasNet;

  NetworkPair(ParameterLayout.Group group, NativeMemory parameters) {
    ParameterBlock.Embeddings first = group.embeddings().get(0);
    int tiles = group.group().tiles();
    int dim = first.dim();
    embeddingOffset = first.offset();
    embeddings = parameters.matrix(embeddingOffset, dim, tiles);
    embedding = new float[dim];
    inputMemory = NativeMemory.zeros(2L * tiles * (dim + 2));
    NativeMatrix inputs = inputMemory.matrix(0, dim + 2, 2 * tiles);
    bases = inputs.rows(0, dim).everyColumn(2);
    fixInputs(inputs, dim, tiles);
    weightNet = TileNetwork.ofWeights(group, parameters, inputs);
    biasNet = TileNetwork.ofBiases(group, parameters, inputs);
  }

  private static void fixInputs(NativeMatrix inputs, int dim, int tiles) {
    for (int tile = 0; tile < tiles; tile++) {
      inputs.columns(2 * tile, 1).rows(dim + 1, 1).fill(1f);
      inputs.columns(2 * tile + 1, 1).rows(dim, 1).fill(1f);
    }
  }

  /** Copies the embeddings to where the networks read them, after they changed. */
  void refreshInputs() {
    for (int tile = 0; tile < embeddings.columns(); tile++) {
      embeddings.readColumn(tile, embedding);
      bases.writeColumn(tile, embedding);
    }
  }

  List<TileNetwork> networks() {
    return List.of(weightNet, biasNet);
  }

  /** Returns the embeddings, {@code [embedding, tiles]}. */
  NativeMatrix embeddings() {
    return embeddings;
  }

  /** Returns where the embeddings begin in the parameter vector. */
  int embeddingOffset() {
    return embeddingOffset;
  }

  @Override
  public void close() {
    inputMemory.close();
  }
}
