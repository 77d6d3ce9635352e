package io.github.udrlpg.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  private static final List<String> KNOWN = List.of("rollout.noise", "training.batch-size", "run");

  @Test
  void hintsAtASlip() {
    assertThat(NearestName.hint("training.batchsize", KNOWN))
        .isEqualTo(" Did you mean 'training.batch-size'?");
    assertThat(NearestName.of("ROLLOUT.NOISE", KNOWN)).contains("rollout.noise");
    assertThat(NearestName.of("ran", KNOWN)).contains("run");
  }

  @Test
  void isSilentWhereNothingIsNear() {
    assertThat(NearestName.hint("gradient.clipping", KNOWN)).isEmpty();
    assertThat(NearestName.of("x", List.of())).isEmpty();
  }
}
