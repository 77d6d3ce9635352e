package io.github.udrlpg.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.PlayablePolicy;
import io.github.udrlpg.text.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The files of arrays hold the policy; ND4J reads NumPy's. */
@Tag("native")
class ArrayFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PlayablePolicy policy =
      Exports.policy(Environments.spec("Hopper-v4"), List.of(5), 3, 2);
  private final PolicyShape shape = policy.shape();

  @Test
  void numpyFilesHoldThePolicy() throws IOException {
    Map<String, byte[]> files = unzip(PolicyFormat.NPZ.write(policy));
    assertThat(files.keySet())
        .containsExactly(
            "observation_mean.npy",
            "observation_divisor.npy",
            "layers.0.weight.npy",
            "layers.0.bias.npy",
            "layers.1.weight.npy",
            "layers.1.bias.npy",
            "metadata.npy");
    INDArray weight = Nd4j.createNpyFromByteArray(files.get("layers.0.weight.npy"));
    assertThat(weight.shape()).containsExactly(5, 11);
    assertThat(weight.dup('c').data().asFloat()).isEqualTo(weights(0, 55));
    INDArray bias = Nd4j.createNpyFromByteArray(files.get("layers.1.bias.npy"));
    assertThat(bias.shape()).containsExactly(3);
    assertThat(bias.toFloatVector()).isEqualTo(weights(shape.biasOffset(1), 3));
    assertThat(Nd4j.createNpyFromByteArray(files.get("observation_divisor.npy")).toDoubleVector())
        .isEqualTo(policy.normalizer().divisor());
    assertThat(JSON.readTree(text(files.get("metadata.npy"))))
        .isEqualTo(JSON.valueToTree(PolicyArrays.metadata(policy)));
  }

  @Test
  void numpyDataBeginAtMultiplesOf64Bytes() throws IOException {
    unzip(PolicyFormat.NPZ.write(policy))
        .forEach((name, file) -> assertThat(begin(file) % 64).as(name).isZero());
  }

  @Test
  void safetensorsHoldThePolicy() throws IOException {
    ByteBuffer file =
        ByteBuffer.wrap(PolicyFormat.SAFETENSORS.write(policy)).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = (int) file.getLong();
    assertThat(headerLength % 8).isZero();
    JsonNode header = JSON.readTree(Arrays.copyOfRange(file.array(), 8, 8 + headerLength));
    assertThat(header.get("__metadata__"))
        .isEqualTo(JSON.valueToTree(PolicyArrays.metadata(policy)));
    assertThat(header.at("/layers.1.weight/shape").toString()).isEqualTo("[3,5]");
    assertThat(header.at("/layers.1.weight/dtype").asText()).isEqualTo("F32");
    assertThat(header.at("/observation_mean/dtype").asText()).isEqualTo("F64");
    ByteBuffer data = file.slice(8 + headerLength, file.capacity() - 8 - headerLength);
    data.order(ByteOrder.LITTLE_ENDIAN);

    float[] weight = new float[15];
    data.position(header.at("/layers.1.weight/data_offsets/0").asInt()).asFloatBuffer().get(weight);
    assertThat(weight).isEqualTo(weights(shape.weightOffset(1), 15));
    double[] mean = new double[11];
    data.position(header.at("/observation_mean/data_offsets/0").asInt()).asDoubleBuffer().get(mean);
    assertThat(mean).isEqualTo(policy.normalizer().mean());
    assertThat(header.at("/layers.1.bias/data_offsets/1").asInt()).isEqualTo(data.capacity());
  }

  @Test
  void theNameOfAFileTellsTheFormat() {
    assertThat(PolicyFormat.ofFileName("hdfs://node/a.npz/b.ONNX")).contains(PolicyFormat.ONNX);
    assertThat(PolicyFormat.ofFileName("b.npz")).contains(PolicyFormat.NPZ);
    assertThat(PolicyFormat.ofFileName("b.safetensors")).contains(PolicyFormat.SAFETENSORS);
    assertThat(PolicyFormat.ofFileName("onnx")).isEmpty();
  }

  private float[] weights(int offset, int length) {
    return Arrays.copyOfRange(policy.weights(), offset, offset + length);
  }

  private static int begin(byte[] npy) {
    return 10 + ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
  }

  private static String text(byte[] npy) {
    int begin = begin(npy);
    assertThat(new String(npy, 0, begin, StandardCharsets.ISO_8859_1))
        .contains(Text.format("'<U%d'", (npy.length - begin) / 4), "'shape': ()");
    return new String(npy, begin, npy.length - begin, Charset.forName("UTF-32LE"));
  }

  private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }
}
