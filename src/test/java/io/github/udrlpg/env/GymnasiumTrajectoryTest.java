package io.github.udrlpg.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded trajectory of Gymnasium whose task is built in is followed step by step. */
@Tag("native")
class GymnasiumTrajectoryTest {
  private static final double TOLERANCE = 1e-9;
  private static final Path DIRECTORY = Path.of(System.getProperty("golden.dir"), "trajectories");

  static List<Path> recordings() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.filter(file -> Environments.ids().contains(taskOf(file))).sorted().toList();
    }
  }

  @Test
  void everyBuiltInTaskHasARecording() throws IOException {
    assertThat(recordings().stream().map(GymnasiumTrajectoryTest::taskOf))
        .containsAll(new MujocoEnvironments().ids());
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void agreesWithGymnasium(Path file) {
    JsonNode recording = Golden.read("trajectories/" + file.getFileName());
    String id = recording.get("env_id").asText();
    EnvironmentSpec spec = Environments.spec(id);
    assertThat(spec.observationSize()).isEqualTo(recording.get("obs_dim").asInt());
    assertThat(spec.maxEpisodeSteps()).isEqualTo(recording.get("max_episode_steps").asInt());
    ActionSpace.Box actions = (ActionSpace.Box) spec.actionSpace();
    assertThat(actions.size()).isEqualTo(recording.get("act_dim").asInt());
    // Gymnasium keeps it in single precision.
    assertThat((float) actions.limit())
        .isEqualTo((float) recording.get("action_high").get(0).asDouble());
    assertThat(recording.get("episodes")).isNotEmpty();
    try (MujocoEnvironment environment = new MujocoEnvironments().create(id)) {
      for (JsonNode episode : recording.get("episodes")) {
        follow(environment, episode);
      }
    }
  }

  private static void follow(MujocoEnvironment environment, JsonNode episode) {
    Transition transition = new Transition(environment.spec().observationSize());
    environment.resetTo(
        Golden.doubles(episode.get("init_qpos")),
        Golden.doubles(episode.get("init_qvel")),
        transition);
    assertClose(
        "first observation", Golden.doubles(episode.get("init_obs")), transition.observation());
    int steps = 0;
    for (JsonNode step : episode.get("steps")) {
      steps++;
      String where = "step " + steps;
      environment.step(Golden.doubles(step.get("action")), transition);
      assertClose(
          where + " observation", Golden.doubles(step.get("obs")), transition.observation());
      assertClose(where + " reward", step.get("reward").asDouble(), transition.reward());
      assertThat(transition.terminated())
          .as(where + " terminated")
          .isEqualTo(step.get("terminated").asBoolean());
      assertThat(steps >= environment.spec().maxEpisodeSteps())
          .as(where + " truncated")
          .isEqualTo(step.get("truncated").asBoolean());
      assertThat(transition.diverged()).as(where + " diverged").isFalse();
    }
    assertThat(steps).isPositive();
  }

  private static void assertClose(String what, double[] expected, double[] actual) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertClose(what + "[" + i + "]", expected[i], actual[i]);
    }
  }

  private static void assertClose(String what, double expected, double actual) {
    assertThat(actual)
        .as(what)
        .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
  }

  private static String taskOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.indexOf('.'));
  }
}
