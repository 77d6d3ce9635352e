package io.github.udrlpg.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Forces what was written to the disk before it is closed. */
final class ForcedStream extends BufferedOutputStream {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Force force;
  private boolean closed;

  /** Puts on the disk what a stream was given. */
  interface Force {
    void run() throws IOException;
  }

  ForcedStream(OutputStream out, Force force) {
    super(out, BUFFER_BYTES);
    this.force = force;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        flush();
        force.run();
      } finally {
        super.close();
      }
    }
  }
}
