package io.github.udrlpg.mujoco;

/**
 * Arrays of a simulation that can be read beside positions and velocities, by their names in
 * MuJoCo's mjData. After a step they belong to its last evaluation of forces, which is before its
 * last change of positions; numbers of vectors are those of bodies, with the world as number 0, or
 * of sites.
 */
public enum MujocoArray {
  /** Positions of bodies' frames, {@code [nbody, 3]}, metres. */
  XPOS(0),
  /** Positions of bodies' centres of mass, {@code [nbody, 3]}, metres. */
  XIPOS(1),
  /** Inertias of bodies about the centre of mass of their tree, {@code [nbody, 10]}. */
  CINERT(2),
  /** Velocities of bodies about the same point, rotation first, {@code [nbody, 6]}. */
  CVEL(3),
  /** Forces of the actuators, {@code [nv]}. */
  QFRC_ACTUATOR(4),
  /** Forces of the constraints, {@code [nv]}. */
  QFRC_CONSTRAINT(5),
  /** Contact forces on bodies, rotation first, {@code [nbody, 6]}; 0 before the first step. */
  CFRC_EXT(6),
  /** Positions of sites, {@code [nsite, 3]}, metres. */
  SITE_XPOS(7);

  private final int number;

  MujocoArray(int number) {
    this.number = number;
  }

  /** Returns its number on the native side. */
  int number() {
    return number;
  }
}
