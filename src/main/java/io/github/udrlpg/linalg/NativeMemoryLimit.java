package io.github.udrlpg.linalg;

/** The limit that JavaCPP sets itself on the size of the whole process. */
public final class NativeMemoryLimit {
  private static final String PROPERTY = "org.bytedeco.javacpp.maxPhysicalBytes";

  private NativeMemoryLimit() {}

  /**
   * Lifts the limit, unless it was set: JavaCPP stops allocating once the process is larger than
   * four heaps, which a process with the live buffer outside its heap may well be. It reads this as
   * its first class is loaded, so whoever trains calls this before anything else.
   */
  public static void lift() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, "0");
    }
  }
}
