package io.github.udrlpg.export;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.PlayablePolicy;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a file says of a policy: arrays with names, and texts with names. */
final class PolicyArrays {
  /** Names the meaning of arrays and texts; a file with another number is to be read otherwise. */
  private static final String FORMAT_VERSION = "1";

  private PolicyArrays() {}

  /** Returns the name of W of affine map {@code layer}, {@code [outputs, inputs]}. */
  static String weightName(int layer) {
    return Text.format("layers.%d.weight", layer);
  }

  /** Returns the name of b of affine map {@code layer}, {@code [outputs]}. */
  static String biasName(int layer) {
    return Text.format("layers.%d.bias", layer);
  }

  /** Returns W and b of every affine map, in order. */
  static List<NamedArray> layers(PlayablePolicy policy) {
    PolicyShape shape = policy.shape();
    List<NamedArray> arrays = new ArrayList<>();
    for (int i = 0; i < shape.depth(); i++) {
      int outputs = shape.outputs(i);
      arrays.add(
          NamedArray.floats(
              weightName(i), policy.weights(), shape.weightOffset(i), outputs, shape.inputs(i)));
      arrays.add(NamedArray.floats(biasName(i), policy.weights(), shape.biasOffset(i), outputs));
    }
    return arrays;
  }

  /** Returns the mean of observations, and what their distance from it is divided by. */
  static List<NamedArray> normalization(PlayablePolicy policy) {
    int size = policy.normalizer().size();
    return List.of(
        NamedArray.doubles("observation_mean", policy.normalizer().mean(), size),
        NamedArray.doubles("observation_divisor", policy.normalizer().divisor(), size));
  }

  /** Returns what the normalisation and the layers are made of. */
  static List<NamedArray> all(PlayablePolicy policy) {
    List<NamedArray> arrays = new ArrayList<>(normalization(policy));
    arrays.addAll(layers(policy));
    return arrays;
  }

  /** Returns what else has to be known to play the policy, and where it comes from. */
  static Map<String, String> metadata(PlayablePolicy policy) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("format_version", FORMAT_VERSION);
    texts.put("environment", policy.environment().id());
    texts.put("max_episode_steps", Integer.toString(policy.environment().maxEpisodeSteps()));
    texts.put(
        "layers",
        policy.shape().layers().stream().map(String::valueOf).collect(Collectors.joining(",")));
    texts.put("activation", "tanh");
    ActionSpace space = policy.environment().actionSpace();
    texts.put("action_space", space instanceof ActionSpace.Box ? "box" : "discrete");
    if (space instanceof ActionSpace.Box box) {
      texts.put("action_limit", Double.toString(box.limit()));
    }
    texts.put("observation_epsilon", Double.toString(policy.normalizer().epsilon()));
    texts.putAll(policy.origin());
    return texts;
  }
}
