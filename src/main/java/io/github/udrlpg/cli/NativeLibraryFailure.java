package io.github.udrlpg.cli;

import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Native libraries that do not load. Each unpacks its own into a directory of its own choice, and
 * has its own option for another one; where that directory is mounted without the right to execute,
 * only that option helps. Libraries that go on without natives (lz4, Netty, Hadoop's) never fail.
 */
final class NativeLibraryFailure {
  /** A library, how a failure of it is known, and what names another directory. */
  private record Library(String name, Pattern trace, String option) {}

  private static final List<Library> LIBRARIES =
      List.of(
          library("zstd-jni", "com\\.github\\.luben\\.zstd|zstd-jni", "ZstdTempFolder"),
          library("snappy-java", "org\\.xerial\\.snappy|snappyjava", "org.xerial.snappy.tempdir"),
          library(
              "JavaCPP (MuJoCo, OpenBLAS, ND4J)",
              "org\\.bytedeco|org\\.nd4j|javacpp|jniudrlpg|libmujoco|openblas",
              "org.bytedeco.javacpp.cachedir"));

  private static final Library OTHER = library("", ".*", "java.io.tmpdir");

  private static final Pattern FORBIDDEN =
      Pattern.compile("failed to map segment|[Oo]peration not permitted|[Pp]ermission denied");

  private NativeLibraryFailure() {}

  private static Library library(String name, String trace, String option) {
    return new Library(name, Pattern.compile(trace), option);
  }

  /** Returns whether a native library, or a class that needs one, could not be loaded. */
  static boolean isOne(Throwable failure) {
    return failure instanceof LinkageError
        || failure.getClass().getName().startsWith("org.xerial.snappy.SnappyError");
  }

  /**
   * Returns one message, or nothing where no native library is to blame but, for example, a version
   * of a class. Java tells the cause only to who touches a class first; to others it says "Could
   * not initialize class" and gives the text of the cause alone.
   *
   * @param chain of causes, what began it last
   */
  static Optional<String> message(List<Throwable> chain) {
    Optional<String> reason = reason(chain);
    if (reason.isEmpty()) {
      return Optional.empty();
    }
    Library library =
        LIBRARIES.stream()
            .filter(candidate -> candidate.trace().matcher(reason.get()).find())
            .findFirst()
            .or(() -> byTrace(chain))
            .orElse(OTHER);
    String name = library.name().isEmpty() ? "" : " of " + library.name();
    String remedy =
        Text.format(
            "-D%s=DIR in spark.driver.extraJavaOptions and spark.executor.extraJavaOptions",
            library.option());
    return Optional.of(
        Text.format("Cannot load a native library%s: %s. ", name, reason.get())
            + (FORBIDDEN.matcher(reason.get()).find()
                ? "Its directory forbids execution: name another one with " + remedy
                : "Where its directory is mounted without the right to execute, name another one"
                    + " with "
                    + remedy));
  }

  /** Java names the file twice, and a cause that is text alone by its class and thread as well. */
  private static String concise(String message) {
    return message
        .replaceFirst("^Exception [\\w.$]+: ", "")
        .replaceFirst(" \\[in thread .*\\]$", "")
        .replaceFirst("^(\\S+): \\1: ", "$1: ")
        .replaceFirst("[. ]+$", "");
  }

  private static Optional<Library> byTrace(List<Throwable> chain) {
    String traces =
        chain.stream()
            .flatMap(cause -> Stream.of(cause.getStackTrace()))
            .map(StackTraceElement::getClassName)
            .collect(Collectors.joining("\n"));
    return LIBRARIES.stream().filter(library -> library.trace().matcher(traces).find()).findFirst();
  }

  private static Optional<String> reason(List<Throwable> chain) {
    Optional<String> reason = Optional.empty();
    for (Throwable cause : chain) {
      String message = String.valueOf(cause.getMessage());
      boolean isUnsatisfied =
          cause instanceof UnsatisfiedLinkError
              || message.contains("UnsatisfiedLinkError")
              || FORBIDDEN.matcher(message).find()
              || cause.getClass().getName().startsWith("org.xerial.snappy.SnappyError");
      if (isUnsatisfied && cause.getMessage() != null) {
        reason = Optional.of(concise(message.lines().findFirst().orElse("")));
      }
    }
    return reason;
  }
}
