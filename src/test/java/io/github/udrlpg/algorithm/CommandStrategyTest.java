package io.github.udrlpg.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.rollout.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandStrategyTest {
  @Test
  void highestCommandsTheBest() {
    assertThat(new CommandStrategy.Highest().commands(0.1, 1.3, Seeds.random(1)))
        .containsExactly(1.3);
  }

  @Test
  void seenRangeDrawsWithinWhatWasSeen() {
    List<Double> commands = new CommandStrategy.SeenRange(1000).commands(0.2, 0.6, Seeds.random(1));

    assertThat(commands).hasSize(1000).allMatch(command -> command >= 0.2 && command < 0.6);
    assertThat(commands).anyMatch(command -> command < 0.21).anyMatch(command -> command > 0.59);
  }

  @Test
  void strataDrawOnceInEveryPartOfTheRange() {
    List<Double> commands = new CommandStrategy.Strata(4).commands(0.2, 0.6, Seeds.random(1));

    assertThat(commands).hasSize(4);
    for (int part = 0; part < 4; part++) {
      assertThat(commands.get(part)).isBetween(0.2 + 0.1 * part, 0.2 + 0.1 * (part + 1));
    }
    assertThat(new CommandStrategy.Strata(4).commands(0.2, 0.6, Seeds.random(2)))
        .isNotEqualTo(commands);
  }

  @Test
  void fixedNeverChanges() {
    assertThat(new CommandStrategy.Fixed(List.of(0.5, 1.0)).commands(0.1, 0.2, Seeds.random(1)))
        .containsExactly(0.5, 1.0);
  }
}
