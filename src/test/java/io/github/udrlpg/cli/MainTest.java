package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void aNativeLibraryThatDoesNotLoadIsOneMessage() {
    LinkageError wrapped =
        new ExceptionInInitializerError(
            new IllegalStateException(
                "no backend",
                new UnsatisfiedLinkError("/noexec/libopenblas.so: failed to map segment")));

    assertThat(Main.notLinked(wrapped))
        .startsWith("Cannot load a native library: /noexec/libopenblas.so: failed to map segment.")
        .contains("name another one with -Dorg.bytedeco.javacpp.cachedir=DIR");
    assertThat(Main.notLinked(new NoSuchMethodError("org.nd4j.Thing.make()")))
        .isEqualTo("java.lang.NoSuchMethodError: org.nd4j.Thing.make()");
  }
}
