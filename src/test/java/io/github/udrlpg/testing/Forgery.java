package io.github.udrlpg.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.store.SealedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Edits of files that carry a checksum of themselves, with a checksum that fits. */
public final class Forgery {
  private Forgery() {}

  /** Replaces a text once in a sealed JSON file, as a program would that means it. */
  public static void replace(Path file, String text, String replacement) throws IOException {
    String edited = Files.readString(file).replaceFirst(text, replacement);
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(edited);
    json.remove("sha256");
    Files.writeString(file, SealedJson.seal(json).toPrettyString());
  }
}
