package io.github.udrlpg.mujoco;

/** The MuJoCo library that this process has loaded. */
public final class Mujoco {
  private static final int MAJOR = 1_000_000;
  private static final int MINOR = 1_000;

  private static boolean initialized;

  private Mujoco() {}

  /**
   * Returns the library's version, such as {@code "3.14.0"}, and loads it first if need be.
   *
   * @throws MujocoException if the library cannot be loaded
   */
  public static String version() {
    initialize();
    return text(MujocoLibrary.version());
  }

  /**
   * Loads the library and prepares it, once. This is no static initializer because of what that
   * would leave behind a failure: on the next attempt, which Spark makes, only a
   * NoClassDefFoundError without the reason.
   *
   * @throws MujocoException if the library cannot be loaded
   */
  static synchronized void initialize() {
    if (initialized) {
      return;
    }
    try {
      NativeLibraries.load(MujocoLibrary.class);
    } catch (UnsatisfiedLinkError e) {
      throw MujocoException.notLoaded(e);
    }
    int library = MujocoLibrary.version();
    int header = MujocoLibrary.headerVersion();
    if (library != header) {
      throw MujocoException.otherVersion(text(header), text(library));
    }
    MujocoLibrary.installHandler();
    initialized = true;
  }

  private static String text(int version) {
    return version / MAJOR + "." + version / MINOR % MINOR + "." + version % MINOR;
  }
}
