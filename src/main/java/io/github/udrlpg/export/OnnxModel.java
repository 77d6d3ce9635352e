package io.github.udrlpg.export;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.PlayablePolicy;
import io.github.udrlpg.text.Text;
import java.util.Map;
import java.util.TreeMap;

/**
 * A policy as an ONNX model: {@code observation}, double {@code [batch, observation]}, to {@code
 * action}, float {@code [batch, action]} for a box and int64 {@code [batch]} for a discrete space.
 *
 * <p>Observations are taken, centred and scaled in double precision, as the policy does it here: in
 * single precision a value far from 0 that varies little would lose what varies. Everything after
 * is single precision. Field numbers are those of {@code onnx.proto}.
 */
final class OnnxModel {
  /** Of ONNX 1.8 (2020): all runtimes in use read it, and no newer operator is needed. */
  private static final int IR_VERSION = 7;

  private static final int OPERATOR_SET = 13;

  private static final int FLOAT = NamedArray.Type.FLOAT.onnx;
  private static final int DOUBLE = NamedArray.Type.DOUBLE.onnx;
  private static final int INT64 = 7;

  /** {@code AttributeProto.AttributeType.INT}. */
  private static final int INTEGER_ATTRIBUTE = 2;

  private final ProtobufMessage graph = new ProtobufMessage();
  private final PlayablePolicy policy;

  private OnnxModel(PlayablePolicy policy) {
    this.policy = policy;
  }

  /** Returns the content of a file. */
  static byte[] of(PlayablePolicy policy) {
    ProtobufMessage model =
        new ProtobufMessage()
            .number(1, IR_VERSION)
            .text(2, "udrlpg-spark")
            .message(7, new OnnxModel(policy).graph())
            .message(8, new ProtobufMessage().text(1, "").number(2, OPERATOR_SET));
    for (Map.Entry<String, String> text : PolicyArrays.metadata(policy).entrySet()) {
      model.message(14, new ProtobufMessage().text(1, text.getKey()).text(2, text.getValue()));
    }
    return model.toBytes();
  }

  private ProtobufMessage graph() {
    PolicyShape shape = policy.shape();
    ActionSpace space = policy.environment().actionSpace();
    node("Sub", "centred", "observation", "observation_mean");
    node("Div", "scaled", "centred", "observation_divisor");
    node("Cast", "normalized", Map.of("to", FLOAT), "scaled");
    String last = "normalized";
    for (int i = 0; i < shape.depth(); i++) {
      String outputs = Text.format("layers.%d.outputs", i);
      node(
          "Gemm",
          outputs,
          Map.of("transB", 1),
          last,
          PolicyArrays.weightName(i),
          PolicyArrays.biasName(i));
      last = outputs;
      if (i < shape.depth() - 1 || space instanceof ActionSpace.Box) {
        last = Text.format("layers.%d.tanh", i);
        node("Tanh", last, outputs);
      }
    }
    graph.text(2, "policy");
    PolicyArrays.all(policy).forEach(this::initializer);
    graph.message(11, value("observation", DOUBLE, shape.inputs(0)));
    if (space instanceof ActionSpace.Box box) {
      initializer(NamedArray.floats("action_limit", new float[] {(float) box.limit()}, 0));
      node("Mul", "action", last, "action_limit");
      graph.message(12, value("action", FLOAT, box.size()));
    } else {
      node("ArgMax", "action", Map.of("axis", 1, "keepdims", 0), last);
      graph.message(12, value("action", INT64));
    }
    return graph;
  }

  private void node(String operator, String output, String... inputs) {
    node(operator, output, Map.of(), inputs);
  }

  private void node(
      String operator, String output, Map<String, Integer> attributes, String... inputs) {
    ProtobufMessage node = new ProtobufMessage();
    for (String input : inputs) {
      node.text(1, input);
    }
    node.text(2, output).text(3, output).text(4, operator);
    // Sorted, so that the same policy is the same file.
    new TreeMap<>(attributes)
        .forEach(
            (name, value) ->
                node.message(
                    5,
                    new ProtobufMessage()
                        .text(1, name)
                        .number(3, value)
                        .number(20, INTEGER_ATTRIBUTE)));
    graph.message(1, node);
  }

  private void initializer(NamedArray array) {
    ProtobufMessage tensor = new ProtobufMessage();
    array.shape().forEach(size -> tensor.number(1, size));
    graph.message(
        5, tensor.number(2, array.type().onnx).text(8, array.name()).bytes(9, array.bytes()));
  }

  /** Describes an input or output: a batch of any size, and of what. */
  private static ProtobufMessage value(String name, int type, Integer... sizes) {
    ProtobufMessage shape =
        new ProtobufMessage().message(1, new ProtobufMessage().text(2, "batch"));
    for (int size : sizes) {
      shape.message(1, new ProtobufMessage().number(1, size));
    }
    ProtobufMessage tensor = new ProtobufMessage().number(1, type).message(2, shape);
    return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
  }
}
