package io.github.udrlpg.testing;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * What a process of a test's own runs: the program that its first argument names, with the rest as
 * that program's arguments. It ends with the test's process, however that ends.
 */
final class DependentProcess {
  private DependentProcess() {}

  /** Runs in the process of its own. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread watch = new Thread(DependentProcess::endWithParent, "parent");
    watch.setDaemon(true);
    watch.start();
    Method program = Class.forName(arguments[0]).getMethod("main", String[].class);
    program.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  /** The parent writes nothing: the system closes the pipe when the parent is gone. */
  private static void endWithParent() {
    try {
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // Gone as well.
    }
    Runtime.getRuntime().halt(0);
  }
}
