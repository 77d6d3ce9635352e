package io.github.udrlpg.checkpoint;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
  private static final String PREFIX = "checkpoint-";
  private static final String SUFFIX = ".safetensors";

  private final Configuration hadoop;
  private final Path directory;
  private final int keep;

  /**
   * Opens a run's checkpoints, of which there need not be any yet.
   *
   * @param keep how many to keep, at least 1
   */
  public CheckpointStore(Configuration hadoop, Path directory, int keep) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep must be positive, found " + keep);
    }
    this.hadoop = hadoop;
    this.directory = directory;
    this.keep = keep;
  }

  /**
   * Writes a checkpoint, then lets the oldest go.
   *
   * @throws IOException if the file system refuses; the checkpoints before it stand then
   */
  public void save(Checkpoint checkpoint) throws IOException {
    Path file =
        new Path(directory, PREFIX + Text.format("%09d", checkpoint.nextIteration()) + SUFFIX);
    byte[] content = new Safetensors(checkpoint.arrays(), checkpoint.scalars()).toBytes();
    AtomicFiles.replace(hadoop, file, content);
    List<Path> newestFirst = newestFirst();
    for (Path old : newestFirst.subList(Math.min(keep, newestFirst.size()), newestFirst.size())) {
      directory.getFileSystem(hadoop).delete(old, false);
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
   * @throws InvalidInputException if there are checkpoints and all are damaged
   */
  public Optional<Checkpoint> loadNewest(Consumer<String> warning) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : newestFirst()) {
      try {
        Safetensors content = Safetensors.ofBytes(AtomicFiles.read(hadoop, file));
        problems.forEach(warning);
        return Optional.of(new Checkpoint(nextIteration(file), content.arrays(), content.text()));
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

  private List<Path> newestFirst() throws IOException {
    FileSystem fileSystem = directory.getFileSystem(hadoop);
    if (!fileSystem.exists(directory)) {
      return List.of();
    }
    return Arrays.stream(fileSystem.listStatus(directory))
        .map(FileStatus::getPath)
        .filter(path -> path.getName().startsWith(PREFIX) && path.getName().endsWith(SUFFIX))
        .sorted(Comparator.comparing(Path::getName).reversed())
        .toList();
  }

  private static int nextIteration(Path file) {
    String name = file.getName();
    return Integer.parseInt(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
  }
}
