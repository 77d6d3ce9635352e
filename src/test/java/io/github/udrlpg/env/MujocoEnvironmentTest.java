package io.github.udrlpg.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.mujoco.MujocoModel;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("native")
class MujocoEnvironmentTest {
  private static final MujocoEnvironments PROVIDER = new MujocoEnvironments();

  static Collection<String> ids() {
    return PROVIDER.ids();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void declaresTheActionsOfItsModel(String id) {
    try (MujocoEnvironment environment = PROVIDER.create(id)) {
      ActionSpace.Box box = (ActionSpace.Box) environment.spec().actionSpace();
      MujocoModel model = environment.simulation().model();
      assertThat(box.size()).isEqualTo(model.controls());
      for (int actuator = 0; actuator < model.controls(); actuator++) {
        assertThat(box.limit()).isEqualTo(model.controlLimit(actuator));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void resetDependsOnTheSeedOnly(String id) {
    try (MujocoEnvironment environment = PROVIDER.create(id);
        MujocoEnvironment other = PROVIDER.create(id)) {
      Transition first = transition(environment);
      Transition second = transition(environment);
      other.reset(4, second);
      other.step(action(other, 1), second);

      environment.reset(5, first);
      other.reset(5, second);
      assertThat(second.observation()).isEqualTo(first.observation());
      assertThat(second.reward()).isZero();

      other.reset(6, second);
      assertThat(second.observation()).isNotEqualTo(first.observation());
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void anActionThatIsNoNumberEndsTheEpisode(String id) {
    try (MujocoEnvironment environment = PROVIDER.create(id)) {
      Transition transition = transition(environment);
      environment.reset(1, transition);
      environment.step(action(environment, 0.5), transition);
      assertThat(transition.diverged()).isFalse();
      double[] last = transition.observation().clone();

      environment.step(action(environment, Double.NaN), transition);

      assertDiverged(transition, last);

      environment.reset(1, transition);
      assertThat(transition.diverged()).isFalse();
      assertThat(transition.terminated()).isFalse();
      environment.step(action(environment, 0.5), transition);
      assertThat(transition.observation()).isEqualTo(last);
    }
  }

  @Test
  void aSimulationThatExplodesEndsTheEpisode() {
    try (MujocoEnvironment environment = PROVIDER.create("Swimmer-v4")) {
      Transition transition = transition(environment);
      environment.resetTo(new double[5], new double[] {0, 0, 1e8, -1e8, 1e8}, transition);
      double[] last = transition.observation().clone();
      for (int step = 0; step < 100 && !transition.diverged(); step++) {
        last = transition.observation().clone();
        environment.step(action(environment, 1), transition);
      }
      assertDiverged(transition, last);
    }
  }

  @Test
  void aFallIsPaidUnderTheOldRulesOnly() {
    assertThat(rewardOfFalling("InvertedPendulum-v4").reward()).isEqualTo(1);
    assertThat(rewardOfFalling("InvertedPendulum-v5").reward()).isZero();

    Transition old = rewardOfFalling("Hopper-v4");
    Transition recent = rewardOfFalling("Hopper-v5");
    assertThat(old.survivalBonus()).isEqualTo(1);
    assertThat(recent.survivalBonus()).isZero();
    assertThat(old.reward() - recent.reward()).isCloseTo(1, within(1e-12));
  }

  @Test
  void paysTheSurvivalBonusOfItsTask() {
    Map<String, Double> bonuses =
        Map.of("Ant", 1.0, "Hopper", 1.0, "Humanoid", 5.0, "Walker2d", 1.0);
    for (String id : ids()) {
      try (MujocoEnvironment environment = PROVIDER.create(id)) {
        Transition transition = transition(environment);
        environment.reset(1, transition);
        environment.step(action(environment, 0), transition);
        assertThat(transition.survivalBonus())
            .as(id)
            .isEqualTo(bonuses.getOrDefault(id.substring(0, id.indexOf('-')), 0.0));
      }
    }
  }

  @Test
  void refusesATransitionOfAnotherSize() {
    try (MujocoEnvironment environment = PROVIDER.create("Hopper-v4")) {
      assertThatThrownBy(() -> environment.reset(1, new Transition(4)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Wrong observation size of a transition for Hopper-v4: expected 11, found 4");
    }
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    List<Callable<Double>> runs = List.of(() -> returnOf("Hopper-v4"), () -> returnOf("Hopper-v5"));
    double[] alone = {returnOf("Hopper-v4"), returnOf("Hopper-v5")};
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int repetition = 0; repetition < 10; repetition++) {
        List<Future<Double>> together = threads.invokeAll(runs);
        assertThat(together.get(0).get()).isEqualTo(alone[0]);
        assertThat(together.get(1).get()).isEqualTo(alone[1]);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static double returnOf(String id) {
    try (MujocoEnvironment environment = PROVIDER.create(id)) {
      Transition transition = transition(environment);
      environment.reset(7, transition);
      double sum = 0;
      for (int step = 0; step < 200 && !transition.terminated(); step++) {
        environment.step(action(environment, Math.sin(step)), transition);
        sum += transition.reward();
      }
      return sum;
    }
  }

  /** Pushes to one side until the episode ends; returns its last transition. */
  private static Transition rewardOfFalling(String id) {
    try (MujocoEnvironment environment = PROVIDER.create(id)) {
      Transition transition = transition(environment);
      environment.reset(2, transition);
      for (int step = 0; step < 1000 && !transition.terminated(); step++) {
        environment.step(action(environment, 1), transition);
      }
      assertThat(transition.terminated()).isTrue();
      assertThat(transition.diverged()).isFalse();
      return transition;
    }
  }

  private static void assertDiverged(Transition transition, double[] lastObservation) {
    assertThat(transition.diverged()).isTrue();
    assertThat(transition.terminated()).isTrue();
    assertThat(transition.reward()).isZero();
    assertThat(transition.survivalBonus()).isZero();
    assertThat(transition.observation()).isEqualTo(lastObservation);
    for (double value : transition.observation()) {
      assertThat(value).isFinite();
    }
  }

  private static Transition transition(Environment environment) {
    return new Transition(environment.spec().observationSize());
  }

  private static double[] action(Environment environment, double value) {
    double[] action = new double[environment.spec().actionSpace().actionSize()];
    Arrays.fill(action, value);
    return action;
  }
}
