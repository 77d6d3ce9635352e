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
 * @param tileRows of each policy layer
 */
record UpdatePlan(List<NetworkSlice> slices, List<GradientJob> gradients, List<TileRows> tileRows) {
  // Fewer columns make OpenBLAS copy its factors more often, more leave too few slices to share.
  private static final int SLICE_COLUMNS = 384;
  // A worker's gradient and what Adam reads beside it fit into its second-level cache.
  private static final int GRADIENT_LENGTH = 270_000;

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
    List<TileRows> tileRows = new ArrayList<>();
    for (Room room : rooms) {
      List<List<NetworkSlice>> ofWeights = cut(room.weights(), commands);
      List<List<NetworkSlice>> ofBiases = cut(room.biases(), commands);
      List<TileNetwork.Part> parts = room.weights().network().parts();
      for (int i = 0; i < parts.size(); i++) {
        List<NetworkSlice> ofLayer = new ArrayList<>(ofWeights.get(i));
        ofLayer.addAll(ofBiases.get(i));
        tileRows.add(new TileRows(parts.get(i).tileRows(), List.copyOf(ofLayer)));
        slices.addAll(ofLayer);
      }
      jobs.addAll(affineGradients(room.weights().network(), ofWeights, scratch));
      jobs.addAll(affineGradients(room.biases().network(), ofBiases, scratch));
      jobs.add(embeddingGradient(room, scratch));
    }
    slices.sort(Comparator.comparingLong(NetworkSlice::work).reversed());
    jobs.sort(Comparator.comparingLong(GradientJob::work).reversed());
    return new UpdatePlan(List.copyOf(slices), List.copyOf(jobs), List.copyOf(tileRows));
  }

  /** Returns the slices of each policy layer. */
  private static List<List<NetworkSlice>> cut(Activations room, int commands) {
    return room.network().parts().stream()
        .map(part -> NetworkSlice.cut(room, part, commands, SLICE_COLUMNS))
        .toList();
  }

  /** Lets all tiles take part in what follows. */
  void selectAllTiles() {
    for (int i = 0; i < tileRows.size(); i++) {
      tileRows.get(i).selectAll();
    }
  }

  /** Returns the most floats that the gradient of one job has. */
  static int scratchLength(ParameterLayout layout) {
    int length = 0;
    for (ParameterLayout.Group group : layout.networks()) {
      ParameterBlock.Embeddings embeddings = group.embeddings().get(0);
      length = Math.max(length, group.group().tiles() * embeddings.dim());
      for (ParameterBlock.Affine map : group.affineMaps()) {
        length = Math.max(length, inputsOfJob(map) * map.outputs());
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
      TileNetwork network, List<List<NetworkSlice>> layers, List<NativeMemory> scratch) {
    List<NetworkSlice> slices = layers.stream().flatMap(List::stream).toList();
    List<GradientJob> jobs = new ArrayList<>();
    for (int k = 0; k < network.maps().size(); k++) {
      ParameterBlock.Affine map = network.maps().get(k);
      int step = inputsOfJob(map);
      for (int from = 0; from <= map.inputs(); from += step) {
        int index = k;
        int first = from;
        int count = Math.min(step, map.inputs() + 1 - from);
        jobs.add(
            new GradientJob.OfAffine(
                map.place(from, 0),
                from,
                slices.stream().map(slice -> slice.gradientShare(index, first, count)).toList(),
                views(scratch, map.outputs(), count)));
      }
    }
    return jobs;
  }

  /** Returns how many inputs, the bias among them, a job has the gradient of. */
  private static int inputsOfJob(ParameterBlock.Affine map) {
    int jobs = (map.length() + GRADIENT_LENGTH - 1) / GRADIENT_LENGTH;
    return (map.inputs() + jobs) / jobs;
  }
}
