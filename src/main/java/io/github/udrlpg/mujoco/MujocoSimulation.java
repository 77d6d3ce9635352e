package io.github.udrlpg.mujoco;

import io.github.udrlpg.text.Text;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.Set;

/**
 * One running simulation of a model (an mjData), for the thread that created it.
 *
 * <p>Positions and velocities are read from memory that a step fills, so that a step is one native
 * call and a read none. Nothing here allocates except the constructor.
 */
public final class MujocoSimulation implements AutoCloseable {
  private final MujocoModel model;

  /** Shared with the native side: ctrl, qpos, qvel, and the arrays that were asked for. */
  private final DoubleBuffer state;

  private final DoubleBuffer positions;
  private final DoubleBuffer velocities;

  /** By their numbers; null where an array was not asked for. */
  private final DoubleBuffer[] arrays = new DoubleBuffer[MujocoArray.values().length];

  private long handle;
  private int warnings;

  /**
   * Creates a simulation in the model's initial state.
   *
   * @throws MujocoException if there is not enough memory
   */
  public MujocoSimulation(MujocoModel model) {
    this(model, Set.of());
  }

  /**
   * Creates a simulation in the model's initial state.
   *
   * @param reads what is to be read of it beside positions and velocities
   * @throws MujocoException if there is not enough memory
   */
  public MujocoSimulation(MujocoModel model, Set<MujocoArray> reads) {
    this.model = model;
    int size = model.controls() + model.positions() + model.velocities();
    int bits = 0;
    for (MujocoArray array : reads) {
      size += model.size(array);
      bits |= 1 << array.number();
    }
    this.state =
        ByteBuffer.allocateDirect(size * Double.BYTES)
            .order(ByteOrder.nativeOrder())
            .asDoubleBuffer();
    this.positions = state.slice(model.controls(), model.positions());
    this.velocities = state.slice(model.controls() + model.positions(), model.velocities());
    int place = model.controls() + model.positions() + model.velocities();
    for (MujocoArray array : MujocoArray.values()) {
      if (reads.contains(array)) {
        arrays[array.number()] = state.slice(place, model.size(array));
        place += model.size(array);
      }
    }
    try {
      this.handle = MujocoLibrary.createSimulation(model.handle(), state, bits);
    } catch (RuntimeException e) {
      throw failed("create a simulation", e);
    }
  }

  /** Returns the model that is simulated. */
  public MujocoModel model() {
    return model;
  }

  /**
   * Goes back to the model's initial state and forgets all warnings.
   *
   * @throws IllegalStateException if the simulation is closed
   */
  public void reset() {
    checkOpen();
    try {
      MujocoLibrary.reset(handle);
      warnings = 0;
    } catch (RuntimeException e) {
      throw failed("reset", e);
    } finally {
      Reference.reachabilityFence(model);
    }
  }

  /**
   * Sets positions and velocities, and computes everything that depends on them.
   *
   * @param qpos positions, [nq]
   * @param qvel velocities, [nv]
   * @throws IllegalArgumentException if an array has another length
   * @throws IllegalStateException if the simulation is closed
   * @throws MujocoException if MuJoCo fails; {@link #reset} makes the simulation usable again
   */
  public void setState(double[] qpos, double[] qvel) {
    checkOpen();
    checkLength("qpos", model.positions(), qpos);
    checkLength("qvel", model.velocities(), qvel);
    positions.put(0, qpos);
    velocities.put(0, qvel);
    try {
      warnings = MujocoLibrary.forward(handle);
    } catch (RuntimeException e) {
      throw failed("set the state", e);
    } finally {
      Reference.reachabilityFence(model);
    }
  }

  /**
   * Simulates {@code frameSkip} steps under one control.
   *
   * @param control one value for each actuator, [nu]
   * @return the number of warnings since the last reset, see {@link #warnings}
   * @throws IllegalArgumentException if {@code control} has another length
   * @throws IllegalStateException if the simulation is closed
   * @throws MujocoException if MuJoCo fails; {@link #reset} makes the simulation usable again
   */
  public int step(double[] control, int frameSkip) {
    checkOpen();
    checkLength("ctrl", model.controls(), control);
    state.put(0, control);
    try {
      warnings = MujocoLibrary.step(handle, frameSkip);
      return warnings;
    } catch (RuntimeException e) {
      throw failed("step", e);
    } finally {
      Reference.reachabilityFence(model);
    }
  }

  /**
   * Returns position coordinate {@code index}, counted from 0.
   *
   * @throws IndexOutOfBoundsException if there is no such coordinate
   */
  public double qpos(int index) {
    return positions.get(index);
  }

  /**
   * Returns velocity coordinate {@code index}, counted from 0.
   *
   * @throws IndexOutOfBoundsException if there is no such coordinate
   */
  public double qvel(int index) {
    return velocities.get(index);
  }

  /**
   * Returns a number of an array.
   *
   * @throws IllegalArgumentException if the simulation was not created to read it
   * @throws IndexOutOfBoundsException if the array has no such number
   */
  public double value(MujocoArray array, int index) {
    return array(array).get(index);
  }

  /** Returns the length of an array, likewise. */
  public int size(MujocoArray array) {
    return array(array).capacity();
  }

  /**
   * Copies a part of an array, likewise.
   *
   * @param first the first number of it
   * @param out receives them, from place {@code at} on
   */
  public void read(MujocoArray array, int first, double[] out, int at, int count) {
    array(array).get(first, out, at, count);
  }

  private DoubleBuffer array(MujocoArray array) {
    DoubleBuffer values = arrays[array.number()];
    if (values == null) {
      throw new IllegalArgumentException(
          Text.format(
              "The simulation of %s does not read %s: name it where it is created",
              model.name(), array));
    }
    return values;
  }

  /**
   * Returns how many warnings MuJoCo gave since the last reset. Any means that the results are not
   * physics any more: a number in the state, the acceleration or the control was not finite or
   * absurdly large (MuJoCo then starts over from the initial state), or memory for contacts ran
   * out.
   */
  public int warnings() {
    return warnings;
  }

  /** Returns whether all positions and velocities are finite. */
  public boolean isFinite() {
    int end = model.controls() + model.positions() + model.velocities();
    for (int i = model.controls(); i < end; i++) {
      if (!Double.isFinite(state.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Releases the native memory; a second call does nothing. */
  @Override
  public void close() {
    if (handle != 0) {
      MujocoLibrary.deleteSimulation(handle);
      handle = 0;
    }
  }

  private void checkOpen() {
    if (handle == 0) {
      throw new IllegalStateException("The simulation of " + model.name() + " is closed");
    }
  }

  private void checkLength(String what, int expected, double[] values) {
    if (values.length != expected) {
      throw new IllegalArgumentException(
          Text.format(
              "Wrong length of %s for the model %s: expected %d, found %d",
              what, model.name(), expected, values.length));
    }
  }

  private MujocoException failed(String action, RuntimeException cause) {
    return MujocoException.of(action + " with the model " + model.name(), cause);
  }
}
