package io.github.udrlpg.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.store.Sha256;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Named arrays and a text in the safetensors format: an 8-byte little-endian header length, a JSON
 * header, raw little-endian data. Data only, so nothing in a file is ever executed, and Python
 * reads it with the library of the same name.
 *
 * @param arrays {@code float[]}, {@code double[]} or {@code int[]} by name; all one-dimensional
 * @param text what stands beside the arrays, under {@code __metadata__.text}
 * @param metadata what else stands under {@code __metadata__}, by names of the caller's
 */
record Safetensors(Map<String, Object> arrays, String text, Map<String, String> metadata) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";
  private static final String NO_HASH = "0".repeat(64);
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  /** Reading failed: the file is not what was written. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  byte[] toBytes() {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode metadata = header.putObject(METADATA);
    long end = 0;
    for (Map.Entry<String, Object> array : arrays.entrySet()) {
      Kind kind = Kind.of(array.getValue());
      int length = Array.getLength(array.getValue());
      long begin = end;
      end += (long) length * kind.bytes;
      ObjectNode description = header.putObject(array.getKey());
      description.put("dtype", kind.name());
      description.putArray("shape").add(length);
      description.putArray("data_offsets").add(begin).add(end);
    }
    metadata.put("text", text);
    this.metadata.forEach(metadata::put);
    // The data are large: they are laid into the file once, behind room for a header with their
    // hash.
    metadata.put("sha256", NO_HASH);
    int headerLength = header.toString().getBytes(StandardCharsets.UTF_8).length;
    byte[] file = new byte[Math.toIntExact(8 + headerLength + end)];
    ByteBuffer data = data(file, headerLength);
    arrays.values().forEach(array -> Kind.of(array).put(array, data));
    metadata.put("sha256", sha256(header.toString(), data.rewind()));
    byte[] headerBytes = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer.wrap(file).order(LITTLE).putLong(headerLength).put(headerBytes);
    return file;
  }

  private static ByteBuffer data(byte[] file, int headerLength) {
    int begin = 8 + headerLength;
    return ByteBuffer.wrap(file, begin, file.length - begin).slice().order(LITTLE);
  }

  static Safetensors ofBytes(byte[] file) throws DamagedException {
    long headerLength = file.length < 8 ? -1 : ByteBuffer.wrap(file).order(LITTLE).getLong();
    if (headerLength < 0 || headerLength > file.length - 8) {
      throw new DamagedException("its header is cut off");
    }
    JsonNode header = header(new String(file, 8, (int) headerLength, StandardCharsets.UTF_8));
    ByteBuffer data = data(file, (int) headerLength);
    requireIntact(header, data);
    Map<String, Object> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        arrays.put(entry.getKey(), array(entry.getValue(), data));
      }
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    header
        .path(METADATA)
        .properties()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
    metadata.keySet().removeAll(Set.of("text", "sha256"));
    return new Safetensors(arrays, header.path(METADATA).path("text").asText(), metadata);
  }

  private static void requireIntact(JsonNode header, ByteBuffer data) throws DamagedException {
    if (!(header.path(METADATA) instanceof ObjectNode metadata)) {
      throw new DamagedException("its header has no " + METADATA);
    }
    String hash = metadata.path("sha256").asText();
    metadata.put("sha256", NO_HASH);
    // In the first format the hash was that of text and data alone.
    if (!hash.equals(sha256(header.toString(), data))
        && !hash.equals(sha256(metadata.path("text").asText(), data))) {
      throw new DamagedException("its SHA-256 does not match its content");
    }
  }

  private static JsonNode header(String json) throws DamagedException {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new DamagedException("its header is not JSON: " + e.getOriginalMessage());
    }
  }

  private static Object array(JsonNode description, ByteBuffer data) {
    Kind kind = Kind.valueOf(description.get("dtype").asText());
    int begin = description.get("data_offsets").get(0).asInt();
    int end = description.get("data_offsets").get(1).asInt();
    return kind.get(data.slice(begin, end - begin).order(LITTLE));
  }

  /** Covers the header too: a flipped bit in a name or a counter is as bad as one in a weight. */
  private static String sha256(String header, ByteBuffer data) {
    return Sha256.hex(ByteBuffer.wrap(header.getBytes(StandardCharsets.UTF_8)), data);
  }

  /** The element types in use, by their names in the format. */
  private enum Kind {
    F32(4) {
      @Override
      void put(Object array, ByteBuffer data) {
        float[] values = (float[]) array;
        data.asFloatBuffer().put(values);
        data.position(data.position() + 4 * values.length);
      }

      @Override
      Object get(ByteBuffer data) {
        float[] values = new float[data.remaining() / 4];
        data.asFloatBuffer().get(values);
        return values;
      }
    },
    F64(8) {
      @Override
      void put(Object array, ByteBuffer data) {
        double[] values = (double[]) array;
        data.asDoubleBuffer().put(values);
        data.position(data.position() + 8 * values.length);
      }

      @Override
      Object get(ByteBuffer data) {
        double[] values = new double[data.remaining() / 8];
        data.asDoubleBuffer().get(values);
        return values;
      }
    },
    I32(4) {
      @Override
      void put(Object array, ByteBuffer data) {
        int[] values = (int[]) array;
        data.asIntBuffer().put(values);
        data.position(data.position() + 4 * values.length);
      }

      @Override
      Object get(ByteBuffer data) {
        int[] values = new int[data.remaining() / 4];
        data.asIntBuffer().get(values);
        return values;
      }
    };

    private final int bytes;

    Kind(int bytes) {
      this.bytes = bytes;
    }

    abstract void put(Object array, ByteBuffer data);

    abstract Object get(ByteBuffer data);

    static Kind of(Object array) {
      if (array instanceof float[]) {
        return F32;
      } else if (array instanceof double[]) {
        return F64;
      } else if (array instanceof int[]) {
        return I32;
      }
      throw new IllegalArgumentException("No element type for " + array.getClass());
    }
  }
}
