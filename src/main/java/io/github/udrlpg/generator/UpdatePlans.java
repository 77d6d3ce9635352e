package io.github.udrlpg.generator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The plans of one generator by their number of commands, and the memory that all of them use. It
 * is allocated for the largest batch so far.
 */
final class UpdatePlans implements AutoCloseable {
  private final List<NetworkPair> pairs;
  private final int widest;
  private final int secondHidden;
  private final List<NativeMemory> gradients = new ArrayList<>();
  private final Workspace[] workspaces;
  private final List<UpdatePlan.Room> rooms = new ArrayList<>();
  private UpdatePlan[] plans = {};

  /**
   * Prepares for plans without making any.
   *
   * @param pairs of networks; they stay their owner's
   * @param workers that take part
   */
  UpdatePlans(
      HypernetworkShape shape, ParameterLayout layout, List<NetworkPair> pairs, int workers) {
    this.pairs = List.copyOf(pairs);
    this.widest =
        layout.networks().stream().mapToInt(ParameterLayout.Group::widest).max().orElseThrow();
    List<Integer> hidden = shape.hiddenSizes();
    this.secondHidden = hidden.get(Math.min(1, hidden.size() - 1));
    this.workspaces = new Workspace[workers];
    for (int worker = 0; worker < workers; worker++) {
      gradients.add(NativeMemory.zeros(UpdatePlan.scratchLength(layout)));
    }
  }

  /**
   * Returns the plan for some commands, with all tiles taking part.
   *
   * @param room for how many commands there has to be memory, so that it is allocated once for all
   *     batches of a size
   */
  UpdatePlan get(int commands, int room) {
    if (room >= plans.length) {
      // Old plans view the memory that is released here.
      plans = new UpdatePlan[0];
      release();
      pairs.forEach(pair -> rooms.add(UpdatePlan.Room.of(pair, room)));
      Arrays.setAll(workspaces, worker -> new Workspace(widest, secondHidden, room));
      plans = new UpdatePlan[room + 1];
    }
    if (plans[commands] == null) {
      plans[commands] = UpdatePlan.of(rooms, commands, gradients);
    }
    plans[commands].selectAllTiles();
    return plans[commands];
  }

  /** Returns what a worker works with. */
  Workspace workspace(int worker) {
    return workspaces[worker];
  }

  /** Returns where a worker's {@link GradientJob}s write. */
  NativeMemory gradient(int worker) {
    return gradients.get(worker);
  }

  private void release() {
    rooms.forEach(UpdatePlan.Room::close);
    rooms.clear();
    for (int worker = 0; worker < workspaces.length; worker++) {
      if (workspaces[worker] != null) {
        workspaces[worker].close();
        workspaces[worker] = null;
      }
    }
  }

  /** Releases the memory. */
  @Override
  public void close() {
    plans = new UpdatePlan[0];
    release();
    gradients.forEach(NativeMemory::close);
    gradients.clear();
  }
}
