package io.github.udrlpg.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailureTextTest {
  @Test
  void namesTheCauseThatAFailureHides() {
    IOException cause = new IOException("pods is forbidden\n\tat kubernetes");
    Exception failure =
        new IllegalStateException("External scheduler cannot be instantiated", cause);

    assertThat(FailureText.lineWithCause(failure))
        .isEqualTo(
            "IllegalStateException: External scheduler cannot be instantiated, because of"
                + " IOException: pods is forbidden");
  }

  @Test
  void saysNothingTwice() {
    IOException cause = new IOException("disk full");

    assertThat(FailureText.lineWithCause(new IllegalStateException(cause)))
        .isEqualTo("IllegalStateException: java.io.IOException: disk full");
    assertThat(FailureText.lineWithCause(cause)).isEqualTo("IOException: disk full");
    assertThat(FailureText.lineWithCause(new IllegalStateException("a", new IOException())))
        .isEqualTo("IllegalStateException: a");
    assertThat(FailureText.line(new IllegalStateException())).isEqualTo("IllegalStateException");
  }
}
