package io.github.udrlpg.testing;

import io.github.udrlpg.checkpoint.Checkpoint;
import io.github.udrlpg.checkpoint.CheckpointStore;
import io.github.udrlpg.store.Sha256;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What a run has become, in a few checksums: two runs with equal ones are equal to the last bit.
 */
public final class Fingerprint {
  private static final Map<String, String> PARTS =
      Map.of(
          "generator", "generator.parameter.",
          "first moments", "generator.first_moment.",
          "second moments", "generator.second_moment.",
          "statistics", "observations.",
          "live buffer", "live.");

  private Fingerprint() {}

  /** Returns the SHA-256 of every part of the newest checkpoint, and of all committed rows. */
  public static Map<String, String> of(Path run) throws IOException {
    return of(new Configuration(), new org.apache.hadoop.fs.Path(run.toUri()));
  }

  /** Returns the same of a run under any file system of Hadoop's. */
  public static Map<String, String> of(Configuration hadoop, org.apache.hadoop.fs.Path run)
      throws IOException {
    Map<String, String> parts = new LinkedHashMap<>();
    Checkpoint checkpoint =
        new CheckpointStore(hadoop, new org.apache.hadoop.fs.Path(run, "checkpoints"), 1)
            .loadNewest(
                warning -> {
                  throw new AssertionError(warning);
                })
            .orElseThrow();
    PARTS.forEach((part, prefix) -> parts.put(part, sha256(values(checkpoint, prefix))));
    parts.put("iterations", Integer.toString(checkpoint.nextIteration()));
    parts.put("rows", sha256(Dataset.rows(Dataset.open(hadoop, run))));
    return parts;
  }

  /** Every array by name and every one of its values, as text that no two values share. */
  private static List<String> values(Checkpoint checkpoint, String prefix) {
    List<String> values = new ArrayList<>();
    checkpoint
        .arrays()
        .forEach(
            (name, array) -> {
              if (name.startsWith(prefix)) {
                values.add(name);
                for (int i = 0; i < Array.getLength(array); i++) {
                  values.add(Array.get(array, i).toString());
                }
              }
            });
    if (values.isEmpty()) {
      throw new AssertionError("The checkpoint has nothing whose name begins with " + prefix);
    }
    return values;
  }

  private static String sha256(List<String> values) {
    return Sha256.hex(String.join("\n", values).getBytes(StandardCharsets.UTF_8));
  }
}
