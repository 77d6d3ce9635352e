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
   * @param gradients where the gradient of all parameters goes
   */
  static UpdatePlan of(List<Room> rooms, int commands, NativeMemory gradients) {
    List<NetworkSlice> slices = new ArrayList<>();
    List<GradientJob> jobs = new ArrayList<>();
    for (Room room : rooms) {
      for (Activations activations : List.of(room.weights(), room.biases())) {
        slices.addAll(NetworkSlice.cut(activations, commands, SLICE_COLUMNS));
        jobs.addAll(affineGradients(activations, commands, gradients));
      }
      jobs.add(embeddingGradient(room, gradients));
    }
    slices.sort(Comparator.comparingLong(NetworkSlice::work).reversed());
    jobs.sort(Comparator.comparingLong(GradientJob::work).reversed());
    return new UpdatePlan(List.copyOf(slices), List.copyOf(jobs));
  }

  private static GradientJob embeddingGradient(Room room, NativeMemory gradients) {
    NativeMatrix embeddings = room.pair().embeddings();
    int offset = room.pair().embeddingOffset();
    return new GradientJob.OfEmbeddings(
        offset,
        embeddings.rows() * embeddings.columns(),
        room.weights().embeddingGradients(),
        room.biases().embeddingGradients(),
        gradients.matrix(offset, embeddings.rows(), embeddings.columns()));
  }

  private static List<GradientJob> affineGradients(
      Activations room, int commands, NativeMemory gradients) {
    TileNetwork network = room.network();
    int last = network.hiddenLayers();
    int tileColumns = network.tiles() * commands;
    int outputColumns = network.outputs() * commands;
    List<GradientJob> jobs = new ArrayList<>();
    cut(network.maps().get(0), network.inputs(), room.firstAffineGradients(), gradients, jobs);
    for (int k = 1; k < last; k++) {
      cut(
          network.maps().get(k),
          room.hidden(k - 1).columns(0, tileColumns),
          room.hiddenGradients(k).columns(0, tileColumns),
          gradients,
          jobs);
    }
    cut(
        network.maps().get(last),
        room.means().columns(0, outputColumns),
        room.emitted().columns(0, outputColumns),
        gradients,
        jobs);
    return jobs;
  }

  private static void cut(
      ParameterBlock.Affine map,
      NativeMatrix inputs,
      NativeMatrix deltas,
      NativeMemory gradients,
      List<GradientJob> jobs) {
    int perOutput = map.inputs() + 1;
    for (int from = 0; from < map.outputs(); from += GRADIENT_OUTPUTS) {
      int outputs = Math.min(GRADIENT_OUTPUTS, map.outputs() - from);
      int offset = map.offset() + from * perOutput;
      jobs.add(
          new GradientJob.OfAffine(
              offset,
              outputs * perOutput,
              inputs,
              deltas.rows(from, outputs),
              gradients.matrix(offset, perOutput, outputs)));
    }
  }
}
