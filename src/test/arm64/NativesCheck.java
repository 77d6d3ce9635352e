import io.github.udrlpg.linalg.NativeFloats;
import io.github.udrlpg.linalg.NativeMatrix;
import io.github.udrlpg.linalg.Sgemm;
import io.github.udrlpg.mujoco.Mujoco;
import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.mujoco.MujocoSimulation;
import java.io.InputStream;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Uses every native library of the cluster jar once and prints what came out, each number bit for
 * bit, so that two platforms can be compared: see run in this directory.
 */
final class NativesCheck {
  private static final int STEPS = 500;
  private static final int FRAME_SKIP = 4;

  private NativesCheck() {}

  public static void main(String[] arguments) throws Exception {
    System.err.println(Loader.getPlatform() + ", MuJoCo " + Mujoco.version());
    for (String model : new String[] {"inverted_pendulum", "swimmer", "hopper"}) {
      simulate(model);
    }
    allocate();
    multiply();
  }

  private static void simulate(String name) throws Exception {
    MujocoModel model;
    try (InputStream mjcf =
        NativesCheck.class.getResourceAsStream("/io/github/udrlpg/env/models/" + name + ".xml")) {
      model = MujocoModel.parse(name, mjcf.readAllBytes());
    }
    double[] control = new double[model.controls()];
    try (MujocoSimulation simulation = new MujocoSimulation(model)) {
      for (int step = 1; step <= STEPS; step++) {
        for (int i = 0; i < control.length; i++) {
          control[i] = ((37 * step + 11 * i) % 101 - 50) / 100.0;
        }
        simulation.step(control, FRAME_SKIP);
        if (step == 1 || step == 10 || step % 100 == 0) {
          StringBuilder line = new StringBuilder(name + " after " + step + ":");
          for (int i = 0; i < model.positions(); i++) {
            line.append(' ').append(Double.toHexString(simulation.qpos(i)));
          }
          System.out.println(line);
        }
      }
    }
  }

  private static void allocate() {
    try (INDArray array = Nd4j.zeros(DataType.FLOAT, 100_000)) {
      FloatBuffer floats = array.data().asNioFloat();
      for (int i = 0; i < floats.capacity(); i++) {
        floats.put(i, i % 7);
      }
      System.out.println("ND4J: " + array.length() + " floats, sum " + array.sumNumber());
    }
  }

  /** Products whose sums are exact in any order, and one whose sums are rounded. */
  private static void multiply() {
    Sgemm.useCallingThreadOnly();
    int size = 129;
    for (float unit : new float[] {1f, 0.1f}) {
      try (NativeFloats memory = NativeFloats.allocate(3 * size * size)) {
        FloatBuffer floats = memory.floats();
        for (int i = 0; i < 2 * size * size; i++) {
          floats.put(i, (i % 13 - 6) * unit);
        }
        NativeMatrix a = NativeMatrix.of(floats, 0, size, size);
        NativeMatrix b = NativeMatrix.of(floats, size * size, size, size);
        Sgemm.multiply(a, b, NativeMatrix.of(floats, 2 * size * size, size, size));
        int hash = 0;
        double sum = 0;
        for (int i = 2 * size * size; i < 3 * size * size; i++) {
          hash = 31 * hash + Float.floatToRawIntBits(floats.get(i));
          sum += floats.get(i);
        }
        System.out.println(
            "OpenBLAS, unit " + unit + ": bits " + Integer.toHexString(hash) + ", sum " + sum);
      }
    }
  }
}
