package io.github.udrlpg.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * JSON objects that carry a checksum of themselves, as their last field. Other damage breaks the
 * syntax; a digit that became another one would be believed.
 */
public final class SealedJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SEAL = "sha256";

  private SealedJson() {}

  /** What stands in a file is not what was sealed. */
  public static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Returns an object with its checksum as text, which may be laid out anew. */
  public static ObjectNode seal(ObjectNode object) {
    ObjectNode sealed = object.deepCopy();
    sealed.put(SEAL, checksum(object));
    return sealed;
  }

  /**
   * Reads an object, without its checksum.
   *
   * @param unsealedFields the fields that objects had before there were checksums: one without a
   *     checksum has no others
   * @throws DamagedException if it is not what was sealed
   */
  public static ObjectNode open(byte[] text, Set<String> unsealedFields) throws DamagedException {
    ObjectNode object = parse(text);
    JsonNode seal = object.remove(SEAL);
    boolean intact =
        seal == null
            ? object.properties().stream()
                .allMatch(field -> unsealedFields.contains(field.getKey()))
            : seal.asText().equals(checksum(object));
    if (!intact) {
      throw new DamagedException(
          "it does not have the checksum that it was written with, or was edited since", null);
    }
    return object;
  }

  private static ObjectNode parse(byte[] text) throws DamagedException {
    try {
      if (JSON.readTree(new String(text, StandardCharsets.UTF_8)) instanceof ObjectNode object) {
        return object;
      }
      throw new DamagedException("it is not a JSON object", null);
    } catch (JsonProcessingException e) {
      throw new DamagedException("it is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The text that is parsed and printed again is the same however the object came to be. */
  private static String checksum(ObjectNode object) {
    try {
      return Sha256.hex(
          JSON.readTree(object.toString()).toString().getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read what was just printed", e);
    }
  }
}
