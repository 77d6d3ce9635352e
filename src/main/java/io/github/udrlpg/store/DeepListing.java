package io.github.udrlpg.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** All files below a directory, in the way that costs a file system least. */
final class DeepListing {
  private DeepListing() {}

  /**
   * Lists the files below a directory, those of one directory after another.
   *
   * <p>An object store is asked once for a thousand files, where a walk would ask for every
   * directory. Hadoop's local file system starts an {@code ls} for each file of such a listing,
   * since it comes with permissions (SPARK-15307), so there a walk is what is cheap.
   *
   * @throws java.io.FileNotFoundException if there is no such directory
   */
  static RemoteIterator<? extends FileStatus> of(FileSystem fileSystem, Path directory)
      throws IOException {
    return "file".equals(fileSystem.getUri().getScheme())
        ? new Walk(fileSystem, directory)
        : fileSystem.listFiles(directory, true);
  }

  private static final class Walk implements RemoteIterator<FileStatus> {
    private final FileSystem fileSystem;
    private final Deque<FileStatus> open = new ArrayDeque<>();

    Walk(FileSystem fileSystem, Path directory) throws IOException {
      this.fileSystem = fileSystem;
      push(directory);
    }

    private void push(Path directory) throws IOException {
      for (FileStatus child : fileSystem.listStatus(directory)) {
        open.push(child);
      }
    }

    @Override
    public boolean hasNext() throws IOException {
      while (!open.isEmpty() && open.peek().isDirectory()) {
        push(open.pop().getPath());
      }
      return !open.isEmpty();
    }

    @Override
    public FileStatus next() throws IOException {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return open.pop();
    }
  }
}
