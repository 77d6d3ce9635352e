package io.github.udrlpg.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: an 8-byte little-endian header length, a JSON header, raw data.
 *
 * <p>Checkpoints use the format too, with a hash and one text, for arrays of one dimension; here
 * are matrices and texts for other programs, and nothing is read back.
 */
final class SafetensorsFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the data begin at a multiple of, as the format's own library has it, in bytes. */
  private static final int ALIGNMENT = 8;

  private SafetensorsFile() {}

  /**
   * Returns the content of a file. Arrays of larger elements come first, so that every one of them
   * begins at a multiple of its elements' size.
   */
  static byte[] of(List<NamedArray> arrays, Map<String, String> metadata) {
    List<NamedArray> sorted =
        arrays.stream().sorted((a, b) -> b.type().compareTo(a.type())).toList();
    ObjectNode header = JSON.createObjectNode();
    header.set("__metadata__", JSON.valueToTree(metadata));
    long end = 0;
    for (NamedArray array : sorted) {
      long begin = end;
      end += array.bytes().length;
      ObjectNode description = header.putObject(array.name());
      description.put("dtype", array.type().safetensors);
      ArrayNode shape = description.putArray("shape");
      array.shape().forEach(shape::add);
      description.putArray("data_offsets").add(begin).add(end);
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] padding = " ".repeat(length - json.length).getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(Math.toIntExact(Long.BYTES + length + end))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(length)
            .put(json)
            .put(padding);
    sorted.forEach(array -> file.put(array.bytes()));
    return file.array();
  }
}
