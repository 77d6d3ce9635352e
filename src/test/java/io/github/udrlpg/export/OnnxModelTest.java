package io.github.udrlpg.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.rollout.PlayablePolicy;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime does with an exported policy what this program does with it. */
@Tag("native")
class OnnxModelTest {
  /** What is promised of actions. */
  private static final double TOLERANCE = 1e-5;

  private static final EnvironmentSpec DISCRETE =
      new EnvironmentSpec("Discrete-v0", 6, new ActionSpace.Discrete(4), 100);

  static Stream<Arguments> policies() {
    return Stream.of("InvertedPendulum-v4", "Swimmer-v4", "Hopper-v4")
        .flatMap(
            id ->
                Stream.of(List.<Integer>of(), List.of(32, 32), List.of(256, 256))
                    .map(hidden -> Arguments.of(id, hidden)));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void actsAsHereOnRandomObservations(String id, List<Integer> hidden) throws OrtException {
    PlayablePolicy policy = Exports.policy(Environments.spec(id), hidden, 3, 2);
    assertSameActions(policy, Exports.observations(policy, 2000));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void actsAsHereAlongAnEpisode(String id, List<Integer> hidden) throws OrtException {
    PlayablePolicy policy = Exports.policy(Environments.spec(id), hidden, 0, 1);
    RecordedEpisode episode = RecordedEpisode.play(policy);
    assertThat(episode.observations()).hasSize(episode.episode().length()).isNotEmpty();

    assertSameActions(policy, episode.observations().toArray(double[][]::new));
    assertThat(Exports.actions(policy, episode.observations().toArray(double[][]::new)))
        .isDeepEqualTo(episode.actions().toArray(double[][]::new));
  }

  /** With observations in single precision, what varies here would be lost. */
  @Test
  void keepsWhatVariesLittleFarFromZero() throws OrtException {
    PlayablePolicy policy =
        Exports.policy(Environments.spec("Hopper-v4"), List.of(32, 32), 1e6, 1e-3);
    double[][] observations = Exports.observations(policy, 500);
    assertSameActions(policy, observations);

    double[][] rounded = new double[observations.length][];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = observations[i].clone();
      for (int k = 0; k < rounded[i].length; k++) {
        rounded[i][k] = (float) rounded[i][k];
      }
    }
    assertThat(greatestDifference(policy, observations, Exports.actions(policy, rounded)))
        .isGreaterThan(0.1);
  }

  @Test
  void choosesAsHereAmongDiscreteActions() throws OrtException {
    PlayablePolicy policy = Exports.policy(DISCRETE, List.of(16), 3, 2);
    double[][] observations = Exports.observations(policy, 1000);
    double[][] expected = Exports.actions(policy, observations);
    long[] chosen = (long[]) run(policy, observations);
    assertThat(chosen).hasSize(expected.length).contains(0, 1, 2, 3);
    for (int i = 0; i < chosen.length; i++) {
      assertThat((double) chosen[i]).isEqualTo(expected[i][0]);
    }
  }

  @Test
  void saysWhatItIs() throws OrtException {
    PlayablePolicy policy = Exports.policy(Environments.spec("Hopper-v4"), List.of(32), 3, 2);
    try (OrtSession session =
        OrtEnvironment.getEnvironment().createSession(PolicyFormat.ONNX.write(policy))) {
      Map<String, String> texts = session.getMetadata().getCustomMetadata();
      assertThat(texts)
          .containsEntry("format_version", "1")
          .containsEntry("environment", "Hopper-v4")
          .containsEntry("layers", "11,32,3")
          .containsEntry("action_space", "box")
          .containsEntry("action_limit", "1.0")
          .containsEntry("observation_epsilon", "1.0E-8")
          .containsEntry("max_episode_steps", "1000")
          .containsEntry("run", "test-übung");
      assertThat(session.getMetadata().getProducerName()).isEqualTo("udrlpg-spark");
      assertThat(shape(session.getInputInfo().get("observation"))).containsExactly(-1, 11);
      assertThat(shape(session.getOutputInfo().get("action"))).containsExactly(-1, 3);
    }
  }

  @Test
  void isTheSameFileEachTime() {
    PlayablePolicy policy = Exports.policy(DISCRETE, List.of(16), 3, 2);
    for (PolicyFormat format : PolicyFormat.values()) {
      assertThat(format.write(policy)).as(format.name()).isEqualTo(format.write(policy));
    }
  }

  private static long[] shape(NodeInfo node) {
    return ((TensorInfo) node.getInfo()).getShape();
  }

  private static void assertSameActions(PlayablePolicy policy, double[][] observations)
      throws OrtException {
    double[][] expected = Exports.actions(policy, observations);
    assertThat(greatestDifference(policy, observations, expected)).isCloseTo(0, within(TOLERANCE));
    // A policy that always does the same would agree with anything that does.
    assertThat(Stream.of(expected).mapToDouble(action -> action[0]).distinct().count())
        .isGreaterThan(expected.length / 2);
  }

  private static double greatestDifference(
      PlayablePolicy policy, double[][] observations, double[][] expected) throws OrtException {
    float[][] actions = (float[][]) run(policy, observations);
    assertThat(actions).hasDimensions(expected.length, expected[0].length);
    double greatest = 0;
    for (int i = 0; i < actions.length; i++) {
      for (int k = 0; k < actions[i].length; k++) {
        greatest = Math.max(greatest, Math.abs(actions[i][k] - expected[i][k]));
      }
    }
    return greatest;
  }

  private static Object run(PlayablePolicy policy, double[][] observations) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(PolicyFormat.ONNX.write(policy));
        OnnxTensor input = OnnxTensor.createTensor(environment, observations);
        OrtSession.Result result = session.run(Map.of("observation", input))) {
      return result.get("action").orElseThrow().getValue();
    }
  }
}
