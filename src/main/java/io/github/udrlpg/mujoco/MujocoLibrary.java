package io.github.udrlpg.mujoco;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.Namespace;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * The native methods, declared in {@code src/main/cpp/udrlpg_mujoco.h}; models and simulations are
 * addresses. A fatal error of MuJoCo arrives as a RuntimeException with MuJoCo's message.
 *
 * <p>{@link Mujoco#initialize} comes before any of them. The version in {@code link} is that of
 * {@code mujoco.version} in pom.xml.
 */
@Platform(include = "udrlpg_mujoco.h", link = "mujoco@.3.14.0", library = "jniudrlpgmujoco")
@Namespace("udrlpg")
final class MujocoLibrary {
  private MujocoLibrary() {}

  static native int version();

  static native int headerVersion();

  static native void installHandler();

  static native long loadModel(@Const byte[] text, int size);

  static native void deleteModel(long model);

  static native int controlCount(long model);

  static native int positionCount(long model);

  static native int velocityCount(long model);

  static native double timestep(long model);

  static native double controlLimit(long model, int actuator);

  static native int arraySize(long model, int array);

  static native int bodyCount(long model);

  static native double bodyMass(long model, int body);

  static native int bodyIndex(long model, String name);

  static native int siteIndex(long model, String name);

  static native long createSimulation(long model, DoubleBuffer state, int arrays);

  static native void deleteSimulation(long simulation);

  static native void reset(long simulation);

  static native int forward(long simulation);

  static native int step(long simulation, int frameSkip);

  static native void raiseError(String message);
}
