package io.github.udrlpg.testing;

import io.github.udrlpg.store.DiskNaming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A local disk that fails at one change of a file: the Nth create, close, link, rename, delete or
 * new directory. What a stream was given is on the disk only once it is closed, as after a crash.
 */
public final class FaultyFileSystem extends LocalFileSystem {
  private static final String KEY = "test.faults";
  private static final Map<String, Faults> ALL = new ConcurrentHashMap<>();

  /** Creates the file system of a configuration by {@link #configuration}. */
  public FaultyFileSystem() {
    super(new Disk());
  }

  /** What happens at the Nth change. */
  public enum Fault {
    /** The driver dies before it; half of a file that was about to be closed is on the disk. */
    DIE_BEFORE,
    /** The driver dies right after it. */
    DIE_AFTER,
    /** It is refused, once, as by a full disk. */
    REFUSE,
    /** It is done, and reported as failed, once. */
    FAIL_AFTER,
    /** It is not done, once, and no exception says so: renames, deletions, new directories. */
    RETURN_FALSE
  }

  /** The driver is dead: nobody may catch this and go on. */
  public static final class DriverDied extends Error {
    private static final long serialVersionUID = 1L;

    DriverDied() {
      super("the driver died");
    }
  }

  /** Counts changes, and fails at one of them. */
  public static final class Faults {
    private final Fault fault;
    private final int at;
    private final boolean halt;
    private final int pauseAt;
    private final Pause pause;
    private int changes;
    private int operations;
    private boolean dead;

    /**
     * @param at the change that fails, from 1; 0 for none
     * @param halt whether the whole process dies with the driver, at once
     */
    public Faults(Fault fault, int at, boolean halt) {
      this(fault, at, halt, 0, () -> {});
    }

    private Faults(Fault fault, int at, boolean halt, int pauseAt, Pause pause) {
      this.fault = fault;
      this.at = at;
      this.halt = halt;
      this.pauseAt = pauseAt;
      this.pause = pause;
    }

    /** What happens to others while a driver stands still. */
    @FunctionalInterface
    public interface Pause {
      void last() throws IOException;
    }

    /**
     * Returns what lets a driver stand still before its Nth look or change, and nothing fail.
     *
     * @param at the look or change, from 1
     * @param pause ends when the driver may go on
     */
    public static Faults pausing(int at, Pause pause) {
      return new Faults(Fault.DIE_BEFORE, 0, false, at, pause);
    }

    /** Returns the looks and changes so far. */
    public synchronized int operations() {
      return operations;
    }

    /** Returns the changes so far. */
    public synchronized int changes() {
      return changes;
    }

    private interface Change {
      boolean make() throws IOException;
    }

    private synchronized boolean change(Change change, Change half, boolean tells)
        throws IOException {
      requireLife();
      changes++;
      if (changes != at || (fault == Fault.RETURN_FALSE && !tells)) {
        return change.make();
      }
      switch (fault) {
        case DIE_BEFORE -> {
          half.make();
          die();
        }
        case DIE_AFTER -> {
          change.make();
          die();
        }
        case REFUSE -> throw new IOException("No space left on device");
        case FAIL_AFTER -> {
          change.make();
          throw new IOException("Connection reset");
        }
        case RETURN_FALSE -> {
          return false;
        }
      }
      throw new AssertionError("a dead driver goes on");
    }

    private void die() {
      if (halt) {
        Runtime.getRuntime().halt(137);
      }
      dead = true;
      throw new DriverDied();
    }

    private synchronized void requireLife() throws IOException {
      if (dead) {
        throw new DriverDied();
      }
      operations++;
      if (operations == pauseAt) {
        pause.last();
      }
    }
  }

  /** Returns a configuration whose local disk fails as told. */
  public static Configuration configuration(Faults faults) {
    String name = Integer.toString(System.identityHashCode(faults));
    ALL.put(name, faults);
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", FaultyFileSystem.class, LocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    hadoop.set(KEY, name);
    return hadoop;
  }

  private static final class Disk extends RawLocalFileSystem implements DiskNaming {
    private boolean inside;

    private Faults faults() {
      return ALL.get(getConf().get(KEY));
    }

    /** A change whose caller is told whether it was made. */
    private boolean told(Faults.Change change) throws IOException {
      return change(change, () -> true, true);
    }

    /** A change that is made or throws. */
    private void change(Faults.Change change, Faults.Change half) throws IOException {
      change(change, half, false);
    }

    private boolean change(Faults.Change change, Faults.Change half, boolean tells)
        throws IOException {
      return inside
          ? change.make()
          : faults().change(() -> within(change), () -> within(half), tells);
    }

    private boolean within(Faults.Change change) throws IOException {
      inside = true;
      try {
        return change.make();
      } finally {
        inside = false;
      }
    }

    @Override
    public void link(Path existing, Path link) throws IOException {
      change(
          () -> {
            Files.createLink(pathToFile(link).toPath(), pathToFile(existing).toPath());
            return true;
          },
          () -> true);
    }

    @Override
    public FSDataOutputStream create(
        Path file,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      OutputStream[] opened = new OutputStream[1];
      change(
          () -> {
            opened[0] = super.create(file, overwrite, bufferSize, replication, blockSize, progress);
            return true;
          },
          () -> true);
      return new FSDataOutputStream(new WholeOnClose(opened[0]), null);
    }

    @Override
    public FSDataOutputStream create(
        Path file,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      return create(file, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public boolean rename(Path source, Path target) throws IOException {
      return told(() -> super.rename(source, target));
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
      return told(() -> super.delete(path, recursive));
    }

    @Override
    public boolean mkdirs(Path directory) throws IOException {
      return told(() -> super.mkdirs(directory));
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
      faults().requireLife();
      return read(() -> super.open(file, bufferSize));
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
      faults().requireLife();
      return read(() -> super.getFileStatus(path));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
      faults().requireLife();
      return read(() -> super.listStatus(path));
    }

    private interface Read<T> {
      T get() throws IOException;
    }

    private <T> T read(Read<T> read) throws IOException {
      boolean before = inside;
      inside = true;
      try {
        return read.get();
      } finally {
        inside = before;
      }
    }

    private final class WholeOnClose extends ByteArrayOutputStream {
      private final OutputStream out;
      private boolean closed;

      WholeOnClose(OutputStream out) {
        this.out = out;
      }

      @Override
      public void close() throws IOException {
        if (!closed) {
          closed = true;
          change(() -> finish(count), () -> finish(count / 2));
        }
      }

      private boolean finish(int bytes) throws IOException {
        out.write(buf, 0, bytes);
        out.close();
        return true;
      }
    }
  }
}
