package io.github.udrlpg.store;

import java.io.ByteArrayInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A Parquet file that was read whole. */
public final class MemoryInputFile implements InputFile {
  private final byte[] content;

  /** Takes over the file's content. */
  public MemoryInputFile(byte[] content) {
    this.content = content;
  }

  @Override
  public long getLength() {
    return content.length;
  }

  @Override
  public SeekableInputStream newStream() {
    SeekableBytes bytes = new SeekableBytes(content);
    return new DelegatingSeekableInputStream(bytes) {
      @Override
      public long getPos() {
        return bytes.position();
      }

      @Override
      public void seek(long position) {
        bytes.seek(position);
      }
    };
  }

  private static final class SeekableBytes extends ByteArrayInputStream {
    SeekableBytes(byte[] content) {
      super(content);
    }

    int position() {
      return pos;
    }

    void seek(long position) {
      pos = Math.toIntExact(position);
    }
  }
}
