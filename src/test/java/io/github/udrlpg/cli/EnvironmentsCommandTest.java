package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.env.Environments;
import io.github.udrlpg.testing.CommandLineRunner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("native")
class EnvironmentsCommandTest {
  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);

  @Test
  void listsEverythingThatCanBeTrainedOn() {
    assertThat(jobs.execute("environments", "--policies", "0")).as(jobs.err()).isZero();

    assertThat(jobs.out().lines().skip(1))
        .hasSize(Environments.ids().size())
        .anyMatch(line -> line.matches("Humanoid-v5 +348  17 in ±0.4 +1000 .*"))
        .anyMatch(line -> line.matches("Hopper-v4 +11  3 in ±1 +1000 .* conf/hopper-v4.conf"));
  }

  @Test
  void playsRandomPolicies() {
    assertThat(jobs.execute("environments", "Hopper-v5", "Reacher-v5", "Instant-v0")).isZero();

    assertThat(jobs.out().lines().skip(1).limit(3))
        .anyMatch(line -> line.matches("Hopper-v5 .*[0-9.]+ +[0-9.]+ +[0-9.]+ +1  "))
        .anyMatch(line -> line.matches("Reacher-v5 .* 50 +-[0-9.]+ +-[0-9.]+ +-[0-9.]+ +-  "));
    assertThat(jobs.out()).contains("10 random linear policies");
  }

  @Test
  void aTaskThatFailsAndANameThatIsWrongAreSaid() {
    assertThat(jobs.execute("environments", "Throwing-v0", "Swimmer-v5")).isEqualTo(1);
    assertThat(jobs.out()).contains("Throwing-v0 ", " fails: ").containsPattern("Swimmer-v5 +8");

    assertThat(jobs.execute("environments", "Walker2D-v5")).isEqualTo(2);
    assertThat(jobs.err()).contains("Did you mean 'Walker2d-v5'?");
    assertThat(jobs.execute("environments", "--policies=-1")).isEqualTo(2);
    assertThat(jobs.err()).contains("--policies must not be negative, found -1");
  }
}
