package io.github.udrlpg.compact;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.Destination;
import io.github.udrlpg.store.DirectoryClaim;
import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory of a dataset while it is made. A marker stands in it from the first moment to the
 * last; what tasks write is hidden until all of it is there and checked; the card comes last, and a
 * dataset without one is unfinished.
 */
final class OutputDirectory {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARKER = "_compacting.json";
  private static final String CARD = "_card.json";
  private static final String CARD_FOR_PEOPLE = "_card.md";
  private static final String TEMPORARY = "_temporary";

  private final Configuration hadoop;
  private final Path directory;
  private final FileSystem fileSystem;
  private final String attempt = UUID.randomUUID().toString();

  OutputDirectory(Configuration hadoop, Path directory) throws IOException {
    this.hadoop = hadoop;
    this.directory = directory;
    this.fileSystem = AtomicFiles.fileSystem(hadoop, directory);
  }

  /** Says what speaks against making a dataset here; nothing is changed. */
  List<String> problems() throws IOException {
    List<String> problems = new ArrayList<>();
    try {
      Destination.requireDirectory(hadoop, directory);
    } catch (InvalidInputException e) {
      return List.of("--out " + e.getMessage());
    }
    for (Path path = directory; path != null; path = path.getParent()) {
      if (RunDirectory.holdsRun(hadoop, path) || RunGroup.holdsGroup(hadoop, path)) {
        problems.add(
            Text.format(
                    "--out %s is within the run or group of runs in %s, which is never changed:"
                        + " name a",
                    directory, path)
                + " directory elsewhere");
      }
    }
    if (problems.isEmpty() && fileSystem.exists(directory)) {
      List<String> names = names();
      if (names.contains(CARD)) {
        problems.add(
            Text.format(
                "--out %s already holds a finished dataset: name another directory", directory));
      } else if (!isOurs(names)) {
        problems.add(
            Text.format(
                    "--out %s is not empty and holds no unfinished compaction: name a new or an"
                        + " empty",
                    directory)
                + " directory");
      } else {
        foreign(directory)
            .ifPresent(
                file ->
                    problems.add(
                        Text.format(
                            "--out %s holds an unfinished compaction and %s, which is not of it:"
                                + " move that elsewhere, or name another directory",
                            directory, file)));
      }
    }
    return problems;
  }

  /** Returns something that stands in a partition and that no compaction puts there. */
  private Optional<Path> foreign(Path parent) throws IOException {
    for (FileStatus partition : fileSystem.listStatus(parent)) {
      if (!partition.isDirectory() || !isPartition(partition.getPath().getName())) {
        continue;
      }
      for (FileStatus child : fileSystem.listStatus(partition.getPath())) {
        String name = child.getPath().getName();
        if (child.isDirectory() ? !isPartition(name) : PlannedFile.PART.parse(name).isEmpty()) {
          return Optional.of(child.getPath());
        }
      }
      Optional<Path> below = foreign(partition.getPath());
      if (below.isPresent()) {
        return below;
      }
    }
    return Optional.empty();
  }

  /** Before there is a marker there are only the beginnings of one. */
  private static boolean isOurs(List<String> names) {
    return names.stream().allMatch(OutputDirectory::isOurs)
        && (names.contains(MARKER) || names.stream().allMatch(OutputDirectory::isUnfinished));
  }

  /** All that a compaction ever puts there before it ends. */
  private static boolean isOurs(String name) {
    return name.equals(MARKER)
        || name.equals(CARD_FOR_PEOPLE)
        || name.equals(TEMPORARY)
        || isPartition(name)
        || isUnfinished(name);
  }

  private static boolean isPartition(String name) {
    return PlannedFile.TRIAL.parse(name).isPresent() || PlannedFile.BUCKET.parse(name).isPresent();
  }

  private static boolean isUnfinished(String name) {
    return DirectoryClaim.isClaim(name)
        || AtomicFiles.unfinished(name)
            .filter(
                whole ->
                    DirectoryClaim.isClaim(whole)
                        || Set.of(MARKER, CARD, CARD_FOR_PEOPLE).contains(whole))
            .isPresent();
  }

  private List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (FileStatus status : fileSystem.listStatus(directory)) {
      names.add(status.getPath().getName());
    }
    return names;
  }

  /**
   * Takes the directory, and removes what a compaction left that died.
   *
   * @throws InvalidInputException if another one is at work there; nothing of it has changed
   */
  DirectoryClaim begin() throws IOException {
    DirectoryClaim claim =
        DirectoryClaim.take(hadoop, directory, new DirectoryClaim.What("compaction", ""), "");
    boolean marked = false;
    try {
      requireNone(problems());
      mark();
      marked = true;
      return claim;
    } catch (IOException | RuntimeException e) {
      claim.withdraw(e);
      throw e;
    } finally {
      if (!marked) {
        claim.close();
      }
    }
  }

  private void mark() throws IOException {
    ObjectNode marker = JSON.createObjectNode();
    marker.put("attempt", attempt);
    marker.put("since", Instant.now().toString());
    marker.put(
        "what", "jobs/compact is making a dataset here. Without " + CARD + " it is unfinished.");
    AtomicFiles.replace(
        hadoop,
        new Path(directory, MARKER),
        marker.toPrettyString().getBytes(StandardCharsets.UTF_8));
    removeAllBut(MARKER);
  }

  private void removeAllBut(String kept) throws IOException {
    for (String name : names()) {
      if (isPartition(name)) {
        removePartition(new Path(directory, name));
      } else if (!name.equals(kept) && !DirectoryClaim.isClaim(name) && isOurs(name)) {
        remove(name);
      }
    }
  }

  /** What somebody put beside our files stays, and with it the directory. */
  private void removePartition(Path partition) throws IOException {
    for (FileStatus child : fileSystem.listStatus(partition)) {
      String name = child.getPath().getName();
      if (child.isDirectory() && isPartition(name)) {
        removePartition(child.getPath());
      } else if (child.isFile() && PlannedFile.PART.parse(name).isPresent()) {
        fileSystem.delete(child.getPath(), false);
      }
    }
    try {
      if (fileSystem.listStatus(partition).length == 0) {
        fileSystem.delete(partition, false);
      }
    } catch (FileNotFoundException e) {
      // On an object store a directory is gone with its last file.
    }
  }

  private void remove(String name) throws IOException {
    Path path = new Path(directory, name);
    if (!fileSystem.delete(path, true) && fileSystem.exists(path)) {
      throw new IOException("Cannot delete " + path);
    }
  }

  /** Returns where the tasks of this attempt write, below the directory. */
  String temporary() {
    return TEMPORARY + "/" + attempt;
  }

  /**
   * Gives finished files their final names. On object stores that copies them.
   *
   * @param files where files are that tasks wrote, by final name, in order
   * @throws IOException if a file system refuses, or another compaction has taken the directory
   */
  List<DataFile> publish(Map<String, DataFile> files) throws IOException {
    List<DataFile> published = new ArrayList<>();
    for (Map.Entry<String, DataFile> file : files.entrySet()) {
      requireMine();
      Path source = new Path(directory, file.getValue().path());
      Path target = new Path(directory, file.getKey());
      if (!fileSystem.mkdirs(target.getParent()) || !fileSystem.rename(source, target)) {
        throw new IOException(Text.format("Cannot rename %s to %s", source, target));
      }
      DataFile written = file.getValue();
      published.add(new DataFile(file.getKey(), written.rows(), written.bytes(), written.sha256()));
    }
    requireExactly(published);
    return published;
  }

  /** Whoever shared the directory against the rules is found out before the card says otherwise. */
  private void requireExactly(List<DataFile> files) throws IOException {
    Map<String, Long> expected =
        files.stream().collect(Collectors.toMap(DataFile::path, DataFile::bytes));
    Map<String, Long> found = new TreeMap<>();
    for (FileStatus partition : fileSystem.listStatus(directory)) {
      if (isPartition(partition.getPath().getName())) {
        find(partition, "", found);
      }
    }
    if (!found.equals(expected)) {
      Map<String, Long> unexpected = new TreeMap<>(found);
      unexpected.entrySet().removeAll(expected.entrySet());
      Map<String, Long> missing = new TreeMap<>(expected);
      missing.entrySet().removeAll(found.entrySet());
      throw new IOException(
          Text.format(
              "%s does not hold what was written to it: unexpected %s, missing %s (names and"
                  + " lengths)",
              directory, unexpected, missing));
    }
  }

  private void find(FileStatus status, String above, Map<String, Long> found) throws IOException {
    String name = above + status.getPath().getName();
    if (!status.isDirectory()) {
      found.put(name, status.getLen());
      return;
    }
    for (FileStatus child : fileSystem.listStatus(status.getPath())) {
      find(child, name + "/", found);
    }
  }

  /** Writes the card, with which the dataset is finished. */
  void finish(DirectoryClaim claim, String forPeople, String forPrograms) throws IOException {
    remove(TEMPORARY);
    AtomicFiles.replace(
        hadoop, new Path(directory, CARD_FOR_PEOPLE), forPeople.getBytes(StandardCharsets.UTF_8));
    requireMine();
    AtomicFiles.replace(
        hadoop, new Path(directory, CARD), forPrograms.getBytes(StandardCharsets.UTF_8));
    remove(MARKER);
    claim.release();
  }

  /** Leaves nothing behind of a compaction that cannot be finished; one that is finished stays. */
  void abandon(DirectoryClaim claim) throws IOException {
    requireMine();
    if (fileSystem.exists(new Path(directory, CARD))) {
      return;
    }
    removeAllBut(MARKER);
    remove(MARKER);
    claim.release();
    if (fileSystem.exists(directory) && names().isEmpty()) {
      fileSystem.delete(directory, false);
    }
  }

  private void requireMine() throws IOException {
    String found;
    try {
      byte[] marker = AtomicFiles.read(hadoop, new Path(directory, MARKER));
      found = JSON.readTree(marker).path("attempt").asText();
    } catch (FileNotFoundException e) {
      found = "";
    }
    if (!found.equals(attempt)) {
      throw new IOException(
          Text.format("Another compaction has taken over %s. This one stops", directory));
    }
  }

  /** Rejects problems. */
  static void requireNone(List<String> problems) {
    if (problems.size() == 1) {
      throw new InvalidInputException(problems.get(0));
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          Text.format(
              "Cannot compact:%n  %s", String.join(System.lineSeparator() + "  ", problems)));
    }
  }
}
