/**
 * Environments: what a task of reinforcement learning is, the MuJoCo tasks of Gymnasium, and the
 * registry through which users add their own.
 *
 * <p>Imports {@code mujoco}.
 */
package io.github.udrlpg.env;
