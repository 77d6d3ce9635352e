package io.github.udrlpg.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.env.Transition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingEnvironmentTest {
  @AfterEach
  void forgetTheDuration() {
    System.clearProperty(WaitingEnvironment.SECONDS_PROPERTY);
  }

  @Test
  void hasHoppersSizes() {
    EnvironmentSpec hopper = Environments.spec("Hopper-v4");
    EnvironmentSpec waiting = Environments.spec(WaitingEnvironment.ID);

    assertThat(waiting.observationSize()).isEqualTo(hopper.observationSize());
    assertThat(waiting.actionSpace()).isEqualTo(hopper.actionSpace());
  }

  @Test
  void waitsAtLeastItsDurationAndReturnsWhatTheSeedSays() {
    System.setProperty(WaitingEnvironment.SECONDS_PROPERTY, "0.02");
    long start = System.nanoTime();

    double first = play(1);

    // A lower bound, which no load of the machine breaks.
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
    assertThat(first).isBetween(0.0, 1.0).isCloseTo(play(1), within(0.0));
    assertThat(play(2)).isNotCloseTo(first, within(1e-3));
  }

  @Test
  void refusesWhatIsNotADuration() {
    System.setProperty(WaitingEnvironment.SECONDS_PROPERTY, "soon");
    assertThatThrownBy(() -> Environments.create(WaitingEnvironment.ID))
        .hasMessage("udrlpg.waiting.episode-seconds must be a number of seconds, found 'soon'");
    System.setProperty(WaitingEnvironment.SECONDS_PROPERTY, "NaN");
    assertThatThrownBy(() -> Environments.create(WaitingEnvironment.ID))
        .hasMessage("udrlpg.waiting.episode-seconds must be from 0 to a day, found NaN");
  }

  private static double play(long seed) {
    double total = 0;
    try (Environment environment = Environments.create(WaitingEnvironment.ID)) {
      Transition transition = new Transition(environment.spec().observationSize());
      environment.reset(seed, transition);
      for (int step = 0; step < WaitingEnvironment.STEPS; step++) {
        environment.step(new double[3], transition);
        total += transition.reward();
      }
    }
    return total;
  }
}
