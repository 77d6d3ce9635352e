package io.github.udrlpg.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A driver's claim to a run: the newest one holds, and whoever finds a newer one than its own
 * stops. Claims are numbered files, each created by exactly one driver, so a driver that was
 * suspended while another one took over (its machine slept, its network was cut) finds out before
 * it writes again.
 *
 * <p>A claim alone keeps no write back that was under way. What does is that commits are created
 * once and that rows follow from the run's seeds: see docs/reliability.md.
 */
public final class DriverClaim {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final NumberedName FILE_NAME = new NumberedName("driver-", 9, ".json");

  private final Configuration hadoop;
  private final Path directory;
  private final int number;

  private DriverClaim(Configuration hadoop, Path directory, int number) {
    this.hadoop = hadoop;
    this.directory = directory;
    this.number = number;
  }

  /**
   * Takes a run over from whoever had it.
   *
   * @param directory of the run's claims, which need not exist yet
   * @throws IOException if the file system refuses
   */
  public static DriverClaim take(Configuration hadoop, Path directory) throws IOException {
    ObjectNode driver = JSON.createObjectNode();
    // Two threads of one process may claim a run at the same instant.
    driver.put("claim", UUID.randomUUID().toString());
    driver.put("host", ThisMachine.host());
    driver.put("process", ProcessHandle.current().pid());
    driver.put("since", Instant.now().toString());
    byte[] content = driver.toString().getBytes(StandardCharsets.UTF_8);
    for (int next = newest(hadoop, directory) + 1; ; next++) {
      if (isFirst(hadoop, file(directory, next), content)) {
        AtomicFiles.removeTemporary(hadoop, directory);
        return new DriverClaim(hadoop, directory, next);
      }
    }
  }

  private static boolean isFirst(Configuration hadoop, Path file, byte[] content)
      throws IOException {
    try {
      AtomicFiles.createNew(hadoop, file, content);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /**
   * Makes sure that no other driver has taken the run over.
   *
   * @throws IOException if one has, or if the file system refuses
   */
  public void require() throws IOException {
    Path newer = file(directory, number + 1);
    String who;
    try {
      JsonNode driver = JSON.readTree(AtomicFiles.read(hadoop, newer));
      who =
          Text.format(
              "process %s on %s, since %s",
              driver.path("process").asText(),
              driver.path("host").asText(),
              driver.path("since").asText());
    } catch (FileNotFoundException e) {
      return;
    } catch (JsonProcessingException e) {
      who = newer.toString();
    }
    throw new IOException(
        Text.format(
            "Another driver (%s) has taken over the run in %s. This one stops; what it committed"
                + " stands",
            who, directory.getParent()));
  }

  private static int newest(Configuration hadoop, Path directory) throws IOException {
    FileSystem fileSystem = AtomicFiles.fileSystem(hadoop, directory);
    int newest = 0;
    if (fileSystem.exists(directory)) {
      for (FileStatus status : fileSystem.listStatus(directory)) {
        OptionalInt claim = FILE_NAME.parseInAnyDigits(status.getPath().getName());
        newest = Math.max(newest, claim.orElse(0));
      }
    }
    return newest;
  }

  private static Path file(Path directory, int number) {
    return new Path(directory, FILE_NAME.of(number));
  }
}
