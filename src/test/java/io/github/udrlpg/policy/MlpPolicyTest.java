package io.github.udrlpg.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlpPolicyTest {
  /** Runs one policy often enough to be compiled, and prints the bits of all it did. */
  static final class PrintBits {
    private PrintBits() {}

    /** Prints a hash of all actions. */
    public static void main(String[] arguments) {
      PolicyShape shape = PolicyShape.of(11, 37, 64, 3);
      MlpPolicy policy = new MlpPolicy(shape, new ActionSpace.Box(3, 1));
      policy.setWeights(random(shape.parameterCount()));
      ObservationNormalizer normalizer = ObservationNormalizer.identity(11);
      double[] observation = new double[11];
      double[] action = new double[3];
      int hash = 0;
      for (int step = 0; step < 5_000; step++) {
        Arrays.setAll(observation, i -> action[i % 3] + 0.1 * i);
        policy.act(observation, normalizer, action);
        hash = 31 * hash + Arrays.hashCode(action);
      }
      System.out.print(hash);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy-mlp.json", "policy-mlp-limit3.json"})
  void agreesWithTheReference(String file) {
    JsonNode golden = Golden.read(file);
    List<Integer> layers = new ArrayList<>();
    golden.get("layers").forEach(size -> layers.add(size.asInt()));
    PolicyShape shape = new PolicyShape(layers);
    int outputs = layers.get(layers.size() - 1);
    ActionSpace space = new ActionSpace.Box(outputs, golden.get("action_limit").asDouble());
    MlpPolicy policy = new MlpPolicy(shape, space);
    policy.setWeights(floats(Golden.doubles(golden.get("weights"))));

    assertThat(golden.get("observations")).isNotEmpty();
    for (int i = 0; i < golden.get("observations").size(); i++) {
      double[] action = act(policy, Golden.doubles(golden.get("observations").get(i)));
      assertThat(action)
          .containsExactly(Golden.doubles(golden.get("actions").get(i)), within(1e-5));
    }
  }

  @Test
  void withoutHiddenLayersIsLinear() {
    MlpPolicy policy = new MlpPolicy(PolicyShape.of(2, 2), new ActionSpace.Box(2, 3));
    policy.setWeights(new float[] {0.5f, -1, 0.25f, 2, 0.125f, -0.5f});

    assertThat(act(policy, 1, 2))
        .containsExactly(
            new double[] {3 * Math.tanh(0.5 - 2 + 0.125), 3 * Math.tanh(0.25 + 4 - 0.5)},
            within(1e-6));
  }

  @Test
  void normalisesObservations() {
    MlpPolicy policy = new MlpPolicy(PolicyShape.of(1, 1), new ActionSpace.Box(1, 1));
    policy.setWeights(new float[] {1, 0});
    double[] action = new double[1];
    policy.act(
        new double[] {5}, ObservationNormalizer.of(new double[] {4}, new double[] {2}), action);

    assertThat(action[0]).isCloseTo(Math.tanh(0.5), within(1e-6));
  }

  @Test
  void choosesTheGreatestOutputOfADiscreteSpace() {
    MlpPolicy policy = new MlpPolicy(PolicyShape.of(1, 3), new ActionSpace.Discrete(3));
    policy.setWeights(new float[] {1, -1, 0, 0, 0, 20});
    assertThat(act(policy, 100)).containsExactly(0);
    assertThat(act(policy, -100)).containsExactly(1);
    assertThat(act(policy, 1)).containsExactly(2);

    policy.setWeights(new float[6]);
    assertThat(act(policy, 1)).as("the first of equal ones").containsExactly(0);

    policy.setWeights(new float[] {1, 1, Float.NaN, 0, 0, 0});
    assertThat(act(policy, 1)).as("an output that is no number").containsExactly(Double.NaN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 9, 31})
  void agreesWithPlainSumsForAnyNumberOfInputs(int inputs) {
    PolicyShape shape = PolicyShape.of(inputs, 7, 5, 6, 2);
    MlpPolicy policy = new MlpPolicy(shape, new ActionSpace.Box(2, 1));
    float[] weights = random(shape.parameterCount());
    policy.setWeights(weights);
    double[] observation = new double[inputs];
    Arrays.setAll(observation, i -> Math.cos(i));

    assertThat(act(policy, observation))
        .containsExactly(plainForward(shape, weights, observation), within(1e-5));
  }

  @Test
  void takesOtherWeightsAtAnyTime() {
    MlpPolicy policy = new MlpPolicy(PolicyShape.of(3, 8, 1), new ActionSpace.Box(1, 1));
    float[] weights = random(policy.shape().parameterCount());
    policy.setWeights(weights);
    double[] first = act(policy, 1, 2, 3);
    policy.setWeights(new float[weights.length]);
    assertThat(act(policy, 1, 2, 3)).containsExactly(0);
    policy.setWeights(weights);
    assertThat(act(policy, 1, 2, 3)).isEqualTo(first);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new MlpPolicy(PolicyShape.of(4, 8, 2), new ActionSpace.Box(1, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Policy outputs mismatch: expected 1 for Box[size=1, limit=3.0], found layers [4, 8,"
                + " 2]");
    MlpPolicy policy = new MlpPolicy(PolicyShape.of(11, 256, 256, 3), new ActionSpace.Box(3, 1));
    assertThatThrownBy(() -> policy.setWeights(new float[69_636]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Policy parameter count mismatch: expected 69635 for layers [11, 256, 256, 3], found"
                + " 69636");
    assertThatThrownBy(
            () -> policy.act(new double[12], ObservationNormalizer.identity(11), new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Observation sizes differ: 12 of the observation, 11 of the normaliser, 11 of the"
                + " policy");
  }

  @Test
  void givesTheSameBitsInterpretedAndCompiled() throws Exception {
    String compiled = printBits("-Xmixed");
    assertThat(compiled).matches("-?\\d+");
    assertThat(printBits("-Xint")).isEqualTo(compiled);
  }

  private static String printBits(String mode) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                mode,
                "-cp",
                System.getProperty("java.class.path"),
                PrintBits.class.getName())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  private static double[] act(MlpPolicy policy, double... observation) {
    double[] action = new double[policy.space().actionSize()];
    policy.act(observation, ObservationNormalizer.identity(observation.length), action);
    return action;
  }

  private static double[] plainForward(PolicyShape shape, float[] weights, double[] observation) {
    double[] values = observation;
    for (int layer = 0; layer < shape.depth(); layer++) {
      double[] next = new double[shape.outputs(layer)];
      for (int out = 0; out < next.length; out++) {
        double sum = weights[shape.biasOffset(layer) + out];
        for (int in = 0; in < values.length; in++) {
          sum += weights[shape.weightOffset(layer) + out * values.length + in] * values[in];
        }
        next[out] = Math.tanh(sum);
      }
      values = next;
    }
    return values;
  }

  private static float[] random(int count) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(3);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
