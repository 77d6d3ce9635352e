package io.github.udrlpg.checkpoint;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.NumberedName;
import io.github.udrlpg.store.RunIdentity;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of a run: the newest few are kept, and one that is damaged is passed over for the
 * one before it.
 */
public final class CheckpointStore {
  private static final NumberedName FILE_NAME = new NumberedName("checkpoint-", 9, ".safetensors");

  private final Configuration hadoop;
  private final Path directory;
  private final int keep;
  private final RunIdentity identity;

  /**
   * Opens a run's checkpoints, of which there need not be any yet.
   *
   * @param keep how many to keep, at least 1
   */
  public CheckpointStore(Configuration hadoop, Path directory, int keep) {
    this(hadoop, directory, keep, RunIdentity.UNKNOWN);
  }

  /**
   * Opens a run's checkpoints, of which there need not be any yet.
   *
   * @param keep how many to keep, at least 1
   * @param identity whose they are: one of another run is refused
   */
  public CheckpointStore(Configuration hadoop, Path directory, int keep, RunIdentity identity) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep must be positive, found " + keep);
    }
    this.hadoop = hadoop;
    this.directory = directory;
    this.keep = keep;
    this.identity = identity;
  }

  /**
   * Writes a checkpoint, then lets the oldest go.
   *
   * @throws IOException if the file system refuses; the checkpoints before it stand then
   */
  public void save(Checkpoint checkpoint) throws IOException {
    OptionalInt next = OptionalInt.of(checkpoint.nextIteration());
    Path file = new Path(directory, FILE_NAME.of(checkpoint.nextIteration()));
    byte[] content =
        new Safetensors(checkpoint.arrays(), checkpoint.scalars(), identity.metadata()).toBytes();
    AtomicFiles.replace(hadoop, file, content);
    FileSystem fileSystem = directory.getFileSystem(hadoop);
    for (Path named : files()) {
      // One that was damaged and is written anew, in the digits that an earlier version used.
      if (!named.getName().equals(file.getName())
          && FILE_NAME.parseInAnyDigits(named.getName()).equals(next)) {
        fileSystem.delete(named, false);
      }
    }
    for (Path old : newestFirst().values().stream().skip(keep).toList()) {
      fileSystem.delete(old, false);
    }
  }

  /** Removes what a driver left behind that died while it wrote a checkpoint. */
  public void removeTemporaryFiles() throws IOException {
    AtomicFiles.removeTemporary(hadoop, directory);
  }

  /**
   * Reads the newest checkpoint that is whole.
   *
   * @param warning told of each damaged one that is passed over
   * @return empty if there is no checkpoint at all
   * @throws InvalidInputException if there are checkpoints and all are damaged, or that one is of
   *     another run
   */
  public Optional<Checkpoint> loadNewest(Consumer<String> warning) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<Integer, Path> entry : newestFirst().entrySet()) {
      Path file = entry.getValue();
      try {
        Safetensors content = Safetensors.ofBytes(AtomicFiles.read(hadoop, file));
        identity.require(file, RunIdentity.of(content.metadata()));
        problems.forEach(warning);
        return Optional.of(new Checkpoint(entry.getKey(), content.arrays(), content.text()));
      } catch (Safetensors.DamagedException | ChecksumException e) {
        problems.add(
            Text.format("Checkpoint %s is damaged (%s): passed over", file, e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          Text.format(
              "No checkpoint in %s can be read:%n  %s%nRestore one from a copy, or start a new run",
              directory, String.join("\n  ", problems)));
    }
    return Optional.empty();
  }

  /** The checkpoints by their next iteration; whatever else stands there is somebody else's. */
  private NavigableMap<Integer, Path> newestFirst() throws IOException {
    return FILE_NAME.index(files()).descendingMap();
  }

  private List<Path> files() throws IOException {
    FileSystem fileSystem = directory.getFileSystem(hadoop);
    return fileSystem.exists(directory)
        ? Arrays.stream(fileSystem.listStatus(directory)).map(FileStatus::getPath).toList()
        : List.of();
  }
}
