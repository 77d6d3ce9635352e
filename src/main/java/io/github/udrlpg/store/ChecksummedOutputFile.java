package io.github.udrlpg.store;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** An output file that computes its length and SHA-256 while it is written. */
final class ChecksummedOutputFile implements OutputFile {
  private final OutputFile target;
  private final MessageDigest digest = Sha256.digest();
  private long bytes;

  ChecksummedOutputFile(OutputFile target) {
    this.target = target;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return new Stream(target.create(blockSizeHint));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    throw new IllegalStateException("A data file is never overwritten: " + getPath());
  }

  @Override
  public boolean supportsBlockSize() {
    return target.supportsBlockSize();
  }

  @Override
  public long defaultBlockSize() {
    return target.defaultBlockSize();
  }

  @Override
  public String getPath() {
    return target.getPath();
  }

  /** Returns the length, once the file is closed. */
  long bytes() {
    return bytes;
  }

  /** Returns the checksum, once the file is closed; only the first call has it. */
  String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private final class Stream extends PositionOutputStream {
    private final PositionOutputStream out;

    Stream(PositionOutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos();
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
      out.close();
    }
  }
}
