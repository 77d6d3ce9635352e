package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.InvalidInputException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import org.junit.jupiter.api.Test;

/** Errors as Java and its libraries throw them. */
class FailureMessageTest {
  private static final String WHERE =
      "=DIR in spark.driver.extraJavaOptions and spark.executor.extraJavaOptions";

  private static String text(Throwable failure) {
    FailureMessage message = FailureMessage.of(failure);
    assertThat(message.exitCode()).isEqualTo(1);
    assertThat(message.text()).startsWith("Failed: ").hasLineCount(1);
    return message.text();
  }

  private static <T extends Throwable> T from(T failure, String className, String method) {
    failure.setStackTrace(
        new StackTraceElement[] {new StackTraceElement(className, method, "F.java", 1)});
    return failure;
  }

  @Test
  void whatAUserCanCorrectIsItsMessage() {
    assertThat(FailureMessage.of(new InvalidInputException("must be 3")))
        .isEqualTo(new FailureMessage("must be 3", 2));
  }

  @Test
  void c05JavaCppIsNamedWithItsOption() {
    Throwable first =
        new ExceptionInInitializerError(
            new IllegalStateException(
                "no backend",
                new UnsatisfiedLinkError(
                    "/x/libopenblas.so: failed to map segment from shared object")));

    assertThat(text(first))
        .contains("a native library of JavaCPP (MuJoCo, OpenBLAS, ND4J): /x/libopenblas.so: failed")
        .contains("Its directory forbids execution")
        .endsWith("-Dorg.bytedeco.javacpp.cachedir" + WHERE);
  }

  /** Java 17 gives the first cause as text alone to whoever touches the class a second time. */
  @Test
  void c05TheHiddenCauseOfAClassThatIsBrokenIsFound() {
    NoClassDefFoundError later =
        new NoClassDefFoundError("Could not initialize class org.apache.parquet.Codec");
    later.initCause(
        new ExceptionInInitializerError(
            "Exception java.lang.UnsatisfiedLinkError: /n/libzstd-jni-1.5.6.so:"
                + " /n/libzstd-jni-1.5.6.so: failed to map segment from shared object [in thread"
                + " \"main\"]"));

    assertThat(text(new IllegalStateException("task failed", later)))
        .contains("a native library of zstd-jni: ", "jni: /n/libzstd-jni-1.5.6.so: failed to map")
        .contains("from shared object. Its directory forbids execution")
        .endsWith("-DZstdTempFolder" + WHERE);
  }

  @Test
  void c05ALibraryThatDoesNotNameItselfIsKnownByItsTrace() {
    UnsatisfiedLinkError failure =
        from(
            new UnsatisfiedLinkError("/n/lib123.so: failed to map segment"),
            "org.xerial.snappy.SnappyLoader",
            "load");

    assertThat(text(failure))
        .contains("of snappy-java")
        .endsWith("-Dorg.xerial.snappy.tempdir" + WHERE);
    assertThat(text(new UnsatisfiedLinkError("no other in java.library.path")))
        .contains(
            "Cannot load a native library: no other in java.library.path. Where its directory")
        .endsWith("-Djava.io.tmpdir" + WHERE);
  }

  @Test
  void c05AClassOfAnotherVersionIsNoNativeLibrary() {
    assertThat(text(new NoSuchMethodError("org.nd4j.Thing.make()")))
        .isEqualTo("Failed: NoSuchMethodError: org.nd4j.Thing.make()");
  }

  @Test
  void c14MemoryThatIsOutSaysWhoAskedAndWhatToLower() {
    OutOfMemoryError error =
        from(new OutOfMemoryError("Java heap space"), "io.github.udrlpg.algorithm.Udrlpg", "learn");

    assertThat(text(new IllegalStateException("Job aborted", error)))
        .contains(
            "Out of memory in algorithm.Udrlpg.learn (Java heap space): the heap of this process")
        .contains("Lower training.batch-size, buffer.capacity", "spark.driver.memory")
        .contains("jobs/resources CONF");
    assertThat(text(new StackOverflowError())).contains("Java's stack is exhausted", "-Xss64m");
  }

  @Test
  void c14CausesInACircleEnd() {
    Exception first = new Exception("first");
    first.initCause(new Exception("second", first));

    assertThat(text(first)).contains("first");
  }

  @Test
  void theNameOfThisMachineThatDoesNotResolveHasAHint() {
    UnknownHostException unknown =
        from(
            new UnknownHostException("box: box: Name or service not known"),
            "java.net.InetAddress",
            "getLocalHost");

    assertThat(text(unknown))
        .contains("The name of this machine does not resolve (UnknownHostException: box: box")
        .contains("SPARK_LOCAL_IP=127.0.0.1");
    assertThat(text(new UnknownHostException("namenode"))).doesNotContain("SPARK_LOCAL_IP");
  }

  @Test
  void aPathThatTheLocaleCannotSpellHasAHint() {
    assertThat(
            text(
                new InvalidPathException(
                    "/runs/\u00e9", "Malformed input or input contains unmappable characters")))
        .contains("LC_ALL=C.UTF-8", "spark.executorEnv.LC_ALL");
  }
}
