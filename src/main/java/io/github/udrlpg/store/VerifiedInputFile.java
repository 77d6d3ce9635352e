package io.github.udrlpg.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A data file that computes its SHA-256 from what is read of it anyway. Row groups are read one
 * after the other from the beginning, so only what stands behind them is read a second time.
 */
final class VerifiedInputFile implements InputFile {
  /** Parquet's magic number, which nobody reads: it stands before the first row group. */
  private static final int MAGIC_BYTES = 4;

  private final Configuration hadoop;
  private final Path path;
  private final DataFile expected;
  private Hashing open;

  VerifiedInputFile(Configuration hadoop, Path path, DataFile expected) {
    this.hadoop = hadoop;
    this.path = path;
    this.expected = expected;
  }

  @Override
  public long getLength() {
    return expected.bytes();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    Hashing hashing = new Hashing(AtomicFiles.fileSystem(hadoop, path).open(path));
    open = hashing;
    return new DelegatingSeekableInputStream(hashing) {
      @Override
      public long getPos() throws IOException {
        return hashing.in.getPos();
      }

      @Override
      public void seek(long position) throws IOException {
        hashing.in.seek(position);
      }
    };
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /**
   * Reads what nobody has read and compares the checksum of the whole.
   *
   * @return whether it is the expected one
   * @throws IOException if the file system refuses, or the file has become shorter
   */
  boolean isAsExpected() throws IOException {
    open.hashUntil(expected.bytes());
    return HexFormat.of().formatHex(open.digest.digest()).equals(expected.sha256());
  }

  /** Reads all of the file anew, whatever was read before. */
  boolean isWholeAsExpected() throws IOException {
    try (Hashing whole = new Hashing(AtomicFiles.fileSystem(hadoop, path).open(path))) {
      whole.hashUntil(expected.bytes());
      return HexFormat.of().formatHex(whole.digest.digest()).equals(expected.sha256());
    } catch (EOFException e) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  private static final class Hashing extends InputStream {
    private final FSDataInputStream in;
    private final MessageDigest digest = Sha256.digest();
    private long hashed;

    Hashing(FSDataInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      long position = in.getPos();
      if (hashed == 0 && position == MAGIC_BYTES) {
        hashUntil(position);
      }
      int count = in.read(buffer, offset, length);
      if (count > 0 && position <= hashed && position + count > hashed) {
        int known = (int) (hashed - position);
        digest.update(buffer, offset + known, count - known);
        hashed = position + count;
      }
      return count;
    }

    void hashUntil(long end) throws IOException {
      byte[] buffer = new byte[64 << 10];
      in.seek(hashed);
      while (hashed < end) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, end - hashed));
        if (count < 0) {
          throw new EOFException("The file ends at byte %d of %d".formatted(hashed, end));
        }
        digest.update(buffer, 0, count);
        hashed += count;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
