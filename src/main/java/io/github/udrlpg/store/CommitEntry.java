package io.github.udrlpg.store;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One entry of the commit log: the files that make up an iteration, all of it and nothing else.
 *
 * @param schemaVersion version of the rows' schema
 * @param iteration the iteration
 * @param writer the driver that wrote it, which no other driver is called
 * @param files its data files, in order of path
 */
public record CommitEntry(int schemaVersion, int iteration, String writer, List<DataFile> files) {

  /** Copies the list of files. */
  public CommitEntry {
    files = List.copyOf(files);
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
