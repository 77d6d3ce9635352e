/**
 * The binding to MuJoCo: models, simulations, and the loading of the native library that the jar
 * carries. It is the only package that knows of JavaCPP beside the linear algebra helper.
 *
 * <p>Imports nothing of this project.
 */
package io.github.udrlpg.mujoco;
