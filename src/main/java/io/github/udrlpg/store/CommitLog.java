package io.github.udrlpg.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The log that says which iterations exist: one small JSON file for each, created whole or not at
 * all. A leading underscore keeps its directory out of sight of Parquet readers.
 */
final class CommitLog {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** What an entry had before it was sealed. */
  private static final Set<String> FIELDS = Set.of("schemaVersion", "iteration", "writer", "files");

  private static final NumberedName FILE_NAME = new NumberedName("iteration-", 9, ".json");

  private final Configuration hadoop;
  private final Path directory;
  private final FileSystem fileSystem;
  private final RunIdentity identity;

  /** Entries that an early version named in other digits, once they are known: hardly ever any. */
  private Map<Integer, Path> inOtherDigits;

  CommitLog(Configuration hadoop, Path dataset, RunIdentity identity) throws IOException {
    this.identity = identity;
    this.hadoop = hadoop;
    this.directory = new Path(dataset, "_commits");
    this.fileSystem = directory.getFileSystem(hadoop);
  }

  /**
   * Adds the entry.
   *
   * @throws IOException if it could not be added; {@link FileAlreadyExistsException} if another
   *     writer has committed this iteration
   */
  void add(CommitEntry entry) throws IOException {
    Path file = file(entry.iteration());
    try {
      AtomicFiles.createNew(hadoop, file, sealed(entry));
    } catch (FileAlreadyExistsException e) {
      throw (FileAlreadyExistsException)
          new FileAlreadyExistsException(
                  Text.format(
                      "Iteration %d is already committed in %s: another driver writes to this run",
                      entry.iteration(), file))
              .initCause(e);
    }
  }

  /** Returns the entry of an iteration, if it was committed. */
  Optional<CommitEntry> find(int iteration) throws IOException {
    try {
      return Optional.of(read(file(iteration)));
    } catch (FileNotFoundException e) {
      Path file = inOtherDigits().get(iteration);
      return file == null ? Optional.empty() : Optional.of(read(file));
    }
  }

  /** Returns the last iteration of the log, by the names of its files. */
  OptionalInt lastIteration() throws IOException {
    OptionalInt last = OptionalInt.empty();
    if (fileSystem.exists(directory)) {
      // One name after the other: the log grows with the run.
      RemoteIterator<FileStatus> files = fileSystem.listStatusIterator(directory);
      while (files.hasNext()) {
        OptionalInt iteration = FILE_NAME.parse(files.next().getPath().getName());
        if (iteration.isPresent()) {
          last = OptionalInt.of(Math.max(last.orElse(0), iteration.getAsInt()));
        }
      }
    }
    for (int iteration : inOtherDigits().keySet()) {
      last = OptionalInt.of(Math.max(last.orElse(0), iteration));
    }
    return last;
  }

  /** Returns all entries, by iteration. */
  List<CommitEntry> list() throws IOException {
    List<CommitEntry> entries = new ArrayList<>();
    if (fileSystem.exists(directory)) {
      List<Path> files =
          Arrays.stream(fileSystem.listStatus(directory)).map(FileStatus::getPath).toList();
      for (Path file : FILE_NAME.index(files).values()) {
        entries.add(read(file));
      }
    }
    return entries;
  }

  /**
   * Returns the entries that an early version named in the digits of its machine's language, by
   * iteration. No version adds to them any more.
   *
   * @throws InvalidInputException if one of their iterations has an entry in our digits as well
   */
  Map<Integer, Path> inOtherDigits() throws IOException {
    if (inOtherDigits == null) {
      Map<Integer, Path> found = new TreeMap<>();
      List<Path> twins = new ArrayList<>();
      if (fileSystem.exists(directory)) {
        RemoteIterator<FileStatus> files = fileSystem.listStatusIterator(directory);
        while (files.hasNext()) {
          addInOtherDigits(files.next().getPath(), found, twins);
        }
      }
      NumberedName.requireNoTwins(twins);
      inOtherDigits = found;
    }
    return inOtherDigits;
  }

  private void addInOtherDigits(Path file, Map<Integer, Path> found, List<Path> twins)
      throws IOException {
    OptionalInt iteration = FILE_NAME.parseInAnyDigits(file.getName());
    if (iteration.isEmpty() || FILE_NAME.parse(file.getName()).isPresent()) {
      return;
    }
    Path other = found.put(iteration.getAsInt(), file);
    Path ours = file(iteration.getAsInt());
    if (other != null || fileSystem.exists(ours)) {
      twins.addAll(List.of(other == null ? ours : other, file));
    }
  }

  /** Removes what a driver left behind that died while it committed. */
  void removeTemporaryFiles() throws IOException {
    AtomicFiles.removeTemporary(hadoop, directory);
  }

  private static byte[] sealed(CommitEntry entry) {
    return SealedJson.seal(JSON.valueToTree(entry)).toString().getBytes(StandardCharsets.UTF_8);
  }

  private CommitEntry read(Path file) throws IOException {
    try {
      ObjectNode entry = SealedJson.open(AtomicFiles.read(hadoop, file), FIELDS);
      int version = entry.path("schemaVersion").asInt();
      if (version != PolicySchema.VERSION) {
        throw PolicySchema.otherVersion(file, Integer.toString(version));
      }
      CommitEntry read = JSON.treeToValue(entry, CommitEntry.class);
      identity.require(file, read.identity());
      return read;
    } catch (SealedJson.DamagedException e) {
      throw damaged(file, e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw damaged(file, e.getOriginalMessage(), e);
    }
  }

  private static InvalidInputException damaged(Path file, String reason, IOException cause) {
    return new InvalidInputException(
        Text.format(
            "Cannot read the commit log entry %s: %s. The file is damaged: restore it from a copy",
            file, reason),
        cause);
  }

  private Path file(int iteration) {
    return new Path(directory, FILE_NAME.of(iteration));
  }
}
