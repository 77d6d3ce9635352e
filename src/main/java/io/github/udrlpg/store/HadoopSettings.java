package io.github.udrlpg.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;

/**
 * A Hadoop configuration that can be shipped to executors, where the cluster's own may differ.
 *
 * <p>It travels with every job of a run, and Hadoop takes some ten milliseconds to write or read
 * its thousand keys: so it is written once, and a process that has read it before does not read it
 * again.
 */
public final class HadoopSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What this process has read last: an executor works for one run at a time. */
  private static Decoded latest;

  private final byte[] encoded;
  private transient volatile Configuration configuration;

  /** Takes the configuration as it is now; it must not be changed any more. */
  public HadoopSettings(Configuration configuration) {
    this.configuration = configuration;
    this.encoded = encode(configuration);
  }

  /** Returns the configuration, which must not be changed. */
  public Configuration configuration() {
    // Whatever serializer it came through, the bytes have arrived.
    if (configuration == null) {
      configuration = decode(encoded);
    }
    return configuration;
  }

  private static byte[] encode(Configuration configuration) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      configuration.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the Hadoop configuration", e);
    }
    return bytes.toByteArray();
  }

  /** Reads it, unless this process has just done that for another job. */
  private static synchronized Configuration decode(byte[] encoded) {
    if (latest == null || !Arrays.equals(latest.encoded, encoded)) {
      Configuration configuration = new Configuration(false);
      try {
        configuration.readFields(new DataInputStream(new ByteArrayInputStream(encoded)));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read the Hadoop configuration", e);
      }
      latest = new Decoded(encoded, configuration);
    }
    return latest.configuration;
  }

  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  private record Decoded(byte[] encoded, Configuration configuration) {}
}
