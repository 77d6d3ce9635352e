package io.github.udrlpg.testing;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A local disk that counts what is asked of it, for all of its instances together. */
public final class CountingFileSystem extends LocalFileSystem {
  private static final AtomicLong LISTINGS = new AtomicLong();
  private static final AtomicLong LISTED = new AtomicLong();
  private static final AtomicLong OPENED = new AtomicLong();

  /** Creates the file system of a configuration by {@link #configuration}. */
  public CountingFileSystem() {
    super(new Disk());
  }

  /** Returns a configuration whose local disk counts. */
  public static Configuration configuration() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", CountingFileSystem.class, LocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return hadoop;
  }

  /**
   * What was asked so far.
   *
   * @param listings directories listed
   * @param listed names that they held
   * @param opened files opened for reading
   */
  public record Counts(long listings, long listed, long opened) {
    /** Returns what was asked since then. */
    public Counts since(Counts then) {
      return new Counts(listings - then.listings, listed - then.listed, opened - then.opened);
    }
  }

  /** Returns the counts of this process. */
  public static Counts counts() {
    return new Counts(LISTINGS.get(), LISTED.get(), OPENED.get());
  }

  private static final class Disk extends RawLocalFileSystem {
    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
      FileStatus[] found = super.listStatus(path);
      LISTINGS.incrementAndGet();
      LISTED.addAndGet(found.length);
      return found;
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
      OPENED.incrementAndGet();
      return super.open(file, bufferSize);
    }
  }
}
