package io.github.udrlpg.testing;

import io.github.udrlpg.store.DiskNaming;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A local disk without hard links, as FAT is and many mounts in containers are. */
public final class LinklessFileSystem extends LocalFileSystem {
  private static final String RENAMES = "test.linkless.renames";

  /** Creates the file system of a configuration by {@link #configuration}. */
  public LinklessFileSystem() {
    super(new Disk());
  }

  /** What the disk does with a directory that is renamed to one that holds something. */
  public enum Renames {
    /** It refuses, as POSIX wants it. */
    REFUSE,
    /** It replaces the other one. */
    REPLACE,
    /**
     * It refuses, and what is renamed to a new name loses what it holds, as on some FUSE mounts.
     */
    LOSE
  }

  /** Returns a configuration whose local disk has no hard links. */
  public static Configuration configuration(Renames renames) {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", LinklessFileSystem.class, LocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    hadoop.setEnum(RENAMES, renames);
    return hadoop;
  }

  private static final class Disk extends RawLocalFileSystem implements DiskNaming {
    @Override
    public void link(Path existing, Path link) throws IOException {
      throw new FileSystemException(
          pathToFile(link).toString(), pathToFile(existing).toString(), "Operation not permitted");
    }

    @Override
    public void renameDirectory(Path from, Path to) throws IOException {
      Renames renames = getConf().getEnum(RENAMES, Renames.REFUSE);
      if (renames == Renames.REPLACE) {
        delete(to, true);
      }
      Files.move(
          pathToFile(from).toPath(), pathToFile(to).toPath(), StandardCopyOption.ATOMIC_MOVE);
      if (renames == Renames.LOSE) {
        delete(to, true);
        mkdirs(to);
      }
    }
  }
}
