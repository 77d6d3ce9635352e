package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The jobs of an update for one number of distinct commands, longest first.
 *
 * <p>How work is cut depends on shapes only and never on the number of threads, so neither do the
 * results.
 *
 * @param slices of forward and backward pass
 * @param gradients of all parameters
 */
record UpdatePlan(List<NetworkSlice> slices, List<GradientJob> gradients) {
  // Fewer columns make OpenBLAS copy its factors more often, more leave too few slices to share.
  private static final int SLICE_COLUMNS = 384;
  private static final int GRADIENT_OUTPUTS = 512;

  /** The activations of a pair's two networks. */
  record Room(NetworkPair pair, Activations weights, Activations biases) implements AutoCloseable {
    static Room of(NetworkPair pair, int commands) {
      List<TileNetwork> networks = pair.networks();
      return new Room(
          pair,
          new Activations(networks.get(0), commands),
          new Activations(networks.get(1), commands));
    }

    @Override
    public void close() {
      weights.close();
      biases.close();
    }
  }

  /**
   * Plans an update.
   *
   * @param scratch memory of each worker for the gradient of a job, {@link #scratchLength} floats
   */
  static UpdatePlan of(List<Room> rooms, int commands, List<NativeMemory> scratch) {
    List<NetworkSlice> slices = new ArrayList<>();
    List<GradientJob> jobs = new ArrayList<>();
    for (Room room : rooms) {
      for (Activations activations : List.of(room.weights(), room.biases())) {
        slices.addAll(NetworkSlice.cut(activations, commands, SLICE_COLUMNS));
        jobs.addAll(affineGradients(activations, commands, scratch));
      }
      jobs.add(embeddingGradient(room, scratch));
    }
    slices.sort(Comparator.comparingLong(NetworkSlice::work).reversed());
    jobs.sort(Comparator.comparingLong(GradientJob::work).reversed());
    return new UpdatePlan(List.copyOf(slices), List.copyOf(jobs));
  }

  /** Returns the most floats that the gradient of one job has. */
  static int scratchLength(ParameterLayout layout) {
    int length = 0;
    for (ParameterLayout.Group group : layout.networks()) {
      ParameterBlock.Embeddings embeddings = group.embeddings().get(0);
      length = Math.max(length, group.group().tiles() * embeddings.dim());
      for (ParameterBlock.Affine map : group.affineMaps()) {
        int outputs = Math.min(GRADIENT_OUTPUTS, map.outputs());
        length = Math.max(length, (map.inputs() + 1) * outputs);
      }
    }
    return length;
  }

  private static List<NativeMatrix> views(List<NativeMemory> scratch, int rows, int columns) {
    return scratch.stream().map(memory -> memory.matrix(0, rows, columns)).toList();
  }

  private static GradientJob embeddingGradient(Room room, List<NativeMemory> scratch) {
    NativeMatrix embeddings = room.pair().embeddings();
    return new GradientJob.OfEmbeddings(
        room.pair().embeddingOffset(),
        room.weights().embeddingGradients(),
        room.biases().embeddingGradients(),
        views(scratch, embeddings.rows(), embeddings.columns()));
  }

  private static List<GradientJob> affineGradients(
      Activations room, int commands, List<NativeMemory> scratch) {
    TileNetwork network = room.network();
    int last = network.hiddenLayers();
    int tiles = network.tiles() * commands;
    int outputs = network.outputs() * commands;
    List<GradientJob> jobs = new ArrayList<>();
    jobs.addAll(cut(network, 0, network.inputs(), room.firstAffineGradients(), scratch));
    for (int k = 1; k < last; k++) {
      NativeMatrix deltas = room.hiddenGradients(k).columns(0, tiles);
      jobs.addAll(cut(network, k, room.hidden(k - 1).columns(0, tiles), deltas, scratch));
    }
    NativeMatrix deltas = room.emitted().columns(0, outputs);
    jobs.addAll(cut(network, last, room.means().columns(0, outputs), deltas, scratch));
    return jobs;
  }

  private static List<GradientJob> cut(
      TileNetwork network,
      int k,
      NativeMatrix inputs,
      NativeMatrix deltas,
      List<NativeMemory> scratch) {
    List<GradientJob> jobs = new ArrayList<>();
    for (int from = 0; from < deltas.rows(); from += GRADIENT_OUTPUTS) {
      int outputs = Math.min(GRADIENT_OUTPUTS, deltas.rows() - from);
      jobs.add(
          new GradientJob.OfAffine(
              network.maps().get(k).offset() + from * inputs.rows(),
              inputs,
              deltas.rows(from, outputs),
              views(scratch, inputs.rows(), outputs)));
    }
    return jobs;
  }
}
