package io.github.udrlpg.clusters;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.FieldAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What our bytecode calls of a Spark distribution, looked up in its jars by name, parameters and
 * result, as a JVM links it: code that no run of a test passes through is looked at too.
 */
final class LinkedCalls {
  private static final List<String> SPARKS =
      List.of(
          "org.apache.spark.",
          "org.apache.hadoop.",
          "org.apache.parquet.",
          "com.fasterxml.jackson.",
          "com.codahale.metrics.",
          "org.slf4j.",
          "scala.");

  private final Set<String> found = new TreeSet<>();
  private final Set<String> missing = new TreeSet<>();

  private LinkedCalls() {}

  /**
   * Looks up what classes use.
   *
   * @param classes the directory of the compiled classes
   * @param jars the directory of the distribution's jars
   */
  static LinkedCalls of(Path classes, Path jars) throws IOException {
    LinkedCalls calls = new LinkedCalls();
    try (URLClassLoader loader =
        new URLClassLoader(urls(jars), ClassLoader.getPlatformClassLoader())) {
      for (JavaClass type : new ClassFileImporter().importPath(classes)) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          calls.look(access.getTarget(), loader);
        }
        type.getCodeUnitReferencesFromSelf()
            .forEach(reference -> calls.look(reference.getTarget(), loader));
      }
    }
    return calls;
  }

  private static URL[] urls(Path jars) throws IOException {
    try (Stream<Path> files = Files.list(jars)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".jar")).toList();
      URL[] urls = new URL[all.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = all.get(i).toUri().toURL();
      }
      return urls;
    }
  }

  /** Returns what the distribution has, as class, name and parameters. */
  Set<String> found() {
    return found;
  }

  /** Returns what the distribution lacks. */
  Set<String> missing() {
    return missing;
  }

  private void look(AccessTarget target, ClassLoader loader) {
    String owner = target.getOwner().getName();
    if (SPARKS.stream().anyMatch(owner::startsWith)) {
      (isThere(target, owner, loader) ? found : missing).add(target.getFullName());
    }
  }

  private static boolean isThere(AccessTarget target, String owner, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(owner, false, loader);
      return target instanceof FieldAccessTarget field
          ? hasField(type, field)
          : hasCodeUnit(type, (CodeUnitAccessTarget) target);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static boolean hasField(Class<?> type, FieldAccessTarget target) {
    return type != null
        && (Arrays.stream(type.getDeclaredFields())
                .anyMatch(
                    field ->
                        field.getName().equals(target.getName())
                            && field.getType().getName().equals(target.getRawType().getName()))
            || Arrays.stream(type.getInterfaces()).anyMatch(above -> hasField(above, target))
            || hasField(type.getSuperclass(), target));
  }

  private static boolean hasCodeUnit(Class<?> type, CodeUnitAccessTarget target) {
    if (target.getName().equals("<init>")) {
      return Arrays.stream(type.getDeclaredConstructors())
          .anyMatch(constructor -> takes(constructor, target));
    }
    return hasMethod(type, target) || (type.isInterface() && hasMethod(Object.class, target));
  }

  private static boolean hasMethod(Class<?> type, CodeUnitAccessTarget target) {
    return type != null
        && (Arrays.stream(type.getDeclaredMethods()).anyMatch(method -> links(method, target))
            || Arrays.stream(type.getInterfaces()).anyMatch(above -> hasMethod(above, target))
            || hasMethod(type.getSuperclass(), target));
  }

  private static boolean links(Method method, CodeUnitAccessTarget target) {
    return method.getName().equals(target.getName())
        && method.getReturnType().getName().equals(target.getRawReturnType().getName())
        && takes(method, target);
  }

  private static boolean takes(Executable executable, CodeUnitAccessTarget target) {
    List<String> asked = target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    return asked.equals(Arrays.stream(executable.getParameterTypes()).map(Class::getName).toList());
  }
}
