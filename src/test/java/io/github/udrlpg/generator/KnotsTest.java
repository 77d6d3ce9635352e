package io.github.udrlpg.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnotsTest {
  @Test
  void keepsTheEndsOfEveryAffineStretch() {
    Knots knots = new Knots(3, 6);
    knots.clear();
    knots.addWhereNeeded(new boolean[] {false, false, false, false, false, false, false});
    knots.addNone();
    knots.addWhereNeeded(new boolean[] {false, true, false, false, true, false, false});
    assertThat(commands(knots, 0)).containsExactly(0, 5);
    assertThat(commands(knots, 1)).isEmpty();
    assertThat(commands(knots, 2)).containsExactly(0, 1, 3, 4, 5);
    assertThat(knots.columns()).isEqualTo(7);
  }

  @Test
  void beginsAnewAndTakesEveryCommand() {
    Knots knots = new Knots(2, 3);
    knots.addAll();
    knots.clear();
    knots.addNone();
    knots.addAll();
    assertThat(knots.tiles()).isEqualTo(2);
    assertThat(knots.columns()).isEqualTo(3);
    assertThat(commands(knots, 1)).containsExactly(0, 1, 2);
  }

  private static int[] commands(Knots knots, int tile) {
    return IntStream.range(knots.start(tile), knots.end(tile)).map(knots::command).toArray();
  }
}
