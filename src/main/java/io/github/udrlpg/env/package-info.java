/**
 * Environments: what a task of reinforcement learning is, the MuJoCo tasks of Gymnasium, and the
 * registry through which users add their own. It imports {@code mujoco}, {@code text} and the root
 * package.
 */
package io.github.udrlpg.env;
