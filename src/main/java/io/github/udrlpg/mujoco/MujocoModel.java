package io.github.udrlpg.mujoco;

import io.github.udrlpg.text.Text;
import java.lang.ref.Cleaner;
import java.util.Objects;

/**
 * A compiled MuJoCo model. It never changes, so that all threads may share it; its native memory is
 * released when neither the model nor a simulation of it is in use any more.
 */
public final class MujocoModel {
  private static final Cleaner CLEANER = Cleaner.create();

  private final String name;
  private final long handle;
  private final int controls;
  private final int positions;
  private final int velocities;
  private final double timestepSeconds;

  private MujocoModel(String name, long handle) {
    this.name = name;
    this.handle = handle;
    this.controls = MujocoLibrary.controlCount(handle);
    this.positions = MujocoLibrary.positionCount(handle);
    this.velocities = MujocoLibrary.velocityCount(handle);
    this.timestepSeconds = MujocoLibrary.timestep(handle);
    CLEANER.register(this, () -> MujocoLibrary.deleteModel(handle));
  }

  /**
   * Compiles a model.
   *
   * @param name what messages call it
   * @param mjcf the MJCF text in UTF-8; it cannot refer to other files
   * @throws MujocoException if MuJoCo refuses the model, with its reason
   */
  public static synchronized MujocoModel parse(String name, byte[] mjcf) {
    Mujoco.initialize();
    try {
      return new MujocoModel(name, MujocoLibrary.loadModel(mjcf, mjcf.length));
    } catch (RuntimeException e) {
      throw MujocoException.of("load the model " + name, e);
    }
  }

  /** Returns what messages call this model. */
  public String name() {
    return name;
  }

  /** Returns the number of actuators, nu. */
  public int controls() {
    return controls;
  }

  /** Returns the number of position coordinates, nq. */
  public int positions() {
    return positions;
  }

  /** Returns the number of velocity coordinates, nv. */
  public int velocities() {
    return velocities;
  }

  /** Returns the length of one simulation step in seconds. */
  public double timestepSeconds() {
    return timestepSeconds;
  }

  /**
   * Returns the upper end of an actuator's control range, or infinity where it has none.
   *
   * @throws IndexOutOfBoundsException if there is no such actuator
   */
  public double controlLimit(int actuator) {
    if (actuator < 0 || actuator >= controls) {
      throw new IndexOutOfBoundsException(
          Text.format(
              "The model %s has %d actuators, asked for number %d", name, controls, actuator));
    }
    return MujocoLibrary.controlLimit(handle, actuator);
  }

  /** Returns the number of bodies, nbody; the first one is the world. */
  public int bodies() {
    return MujocoLibrary.bodyCount(handle);
  }

  /**
   * Returns the mass of a body in kilograms.
   *
   * @throws IndexOutOfBoundsException if there is no such body
   */
  public double bodyMass(int body) {
    return MujocoLibrary.bodyMass(handle, Objects.checkIndex(body, bodies()));
  }

  /**
   * Returns the number of a body.
   *
   * @throws MujocoException if the model has none of the name
   */
  public int body(String bodyName) {
    return named("body", bodyName, MujocoLibrary.bodyIndex(handle, bodyName));
  }

  /**
   * Returns the number of a site.
   *
   * @throws MujocoException if the model has none of the name
   */
  public int site(String siteName) {
    return named("site", siteName, MujocoLibrary.siteIndex(handle, siteName));
  }

  private int named(String what, String wanted, int index) {
    if (index < 0) {
      throw MujocoException.noSuchPart(name, what, wanted);
    }
    return index;
  }

  int size(MujocoArray array) {
    return MujocoLibrary.arraySize(handle, array.number());
  }

  long handle() {
    return handle;
  }
}
