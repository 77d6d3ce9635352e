package io.github.udrlpg.mujoco;

/** The MuJoCo library that this process has loaded. */
public final class Mujoco {
  private static final int MAJOR = 1_000_000;
  private static final int MINOR = 1_000;

  static {
    int library = MujocoLibrary.version();
    int header = MujocoLibrary.headerVersion();
    if (library != header) {
      throw new IllegalStateException(
          "MuJoCo version mismatch: the binding was compiled for %s, the library is %s; build again"
              .formatted(text(header), text(library)));
    }
    MujocoLibrary.installHandler();
  }

  private Mujoco() {}

  /** Returns the library's version, such as {@code "3.14.0"}. */
  public static String version() {
    return text(MujocoLibrary.version());
  }

  /** Loads the library and prepares it, if that has not happened yet. */
  static void initialize() {
    // The static initializer did it.
  }

  private static String text(int version) {
    return version / MAJOR + "." + version / MINOR % MINOR + "." + version % MINOR;
  }
}
