package io.github.udrlpg.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private static final Assignment CLIMBING =
      Assignment.inTurn(List.of(0.9), Perturbation.constant(0.1));
  private static final Assignment COVERING =
      Assignment.inTurn(List.of(0.1, 0.5), new Perturbation(List.of(0.03, 0.01)));

  @Test
  void policiesTakeCommandsInTurn() {
    assertThat(COVERING.turns()).containsExactly(0, 1);
  }

  @Test
  void mixesEvenlySoThatWhatIsCutShortHasItsShareOfBoth() {
    Assignment mixed = CLIMBING.mixedWith(COVERING, 2, 6);

    assertThat(mixed.commands()).containsExactly(0.9, 0.1, 0.5);
    assertThat(mixed.turns()).containsExactly(0, 0, 1, 0, 0, 2);
    assertThat(mixed.perturbation().noises()).containsExactly(0.1, 0.1, 0.03, 0.1, 0.1, 0.01);
  }

  @Test
  void allOrNoneMayCover() {
    assertThat(CLIMBING.mixedWith(COVERING, 0, 3).turns()).containsExactly(0, 0, 0);
    assertThat(CLIMBING.mixedWith(COVERING, 3, 3).turns()).containsExactly(1, 2, 1);
  }
}
