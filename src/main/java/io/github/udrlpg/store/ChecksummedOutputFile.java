package io.github.udrlpg.store;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A new file that computes its length and SHA-256 while it is written. */
final class ChecksummedOutputFile implements OutputFile, AutoCloseable {
  private final Configuration hadoop;
  private final Path path;
  private final MessageDigest digest = Sha256.digest();
  private PositionOutputStream open;
  private long bytes;

  ChecksummedOutputFile(Configuration hadoop, Path path) {
    this.hadoop = hadoop;
    this.path = path;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    open = new Stream(AtomicFiles.create(hadoop, path));
    return open;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    throw new IllegalStateException("A data file is never overwritten: " + getPath());
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return path.toString();
  }

  /** Returns the length, once the file is closed. */
  long bytes() {
    return bytes;
  }

  /** Returns the checksum, once the file is closed; only the first call has it. */
  String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Closes the file if it is open, whatever is in it. */
  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }

  private final class Stream extends PositionOutputStream {
    private final OutputStream out;

    Stream(OutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return bytes;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      digest.update((byte) value);
      bytes++;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
      digest.update(buffer, offset, length);
      bytes += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      open = null;
      out.close();
    }
  }
}
