package io.github.udrlpg.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * One entry of the commit log: the files that make up an iteration, all of it and nothing else.
 *
 * @param schemaVersion version of the rows' schema
 * @param iteration the iteration
 * @param writer the driver that wrote it, which no other driver is called
 * @param run the run that it is of; empty in entries of earlier versions
 * @param beginning when that was begun, see {@link RunIdentity}; empty where it is unknown
 * @param files its data files, in order of path
 */
public record CommitEntry(
    int schemaVersion,
    int iteration,
    String writer,
    String run,
    String beginning,
    List<DataFile> files) {

  /** Copies the list of files; what an entry does not say is empty. */
  public CommitEntry {
    run = Objects.requireNonNullElse(run, "");
    beginning = Objects.requireNonNullElse(beginning, "");
    files = List.copyOf(files);
  }

  /** Returns whose it is. */
  RunIdentity identity() {
    return new RunIdentity(run, beginning);
  }

  /** Returns a checksum of what the iteration is made of, by which a checkpoint names it. */
  public String sha256() {
    StringBuilder content = new StringBuilder();
    files.forEach(
        file -> content.append(file.path()).append(' ').append(file.sha256()).append('\n'));
    return Sha256.hex(content.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the number of policies of the iteration. */
  public long rows() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }
}
