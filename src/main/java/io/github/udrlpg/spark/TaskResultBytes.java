package io.github.udrlpg.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * What travels between driver and tasks. Spark would hand it to whatever serializer the application
 * is configured with, and the Kryo that it ships cannot build records: so the result travels as the
 * bytes of Java's own serialization, and never from a file.
 */
public final class TaskResultBytes {
  private TaskResultBytes() {}

  /** Returns the bytes of what is sent. */
  public static byte[] encode(Serializable result) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(result);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot encode the result of a task", e);
    }
    return bytes.toByteArray();
  }

  /** Returns what was sent. */
  public static <T> T decode(byte[] bytes, Class<T> type) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return type.cast(in.readObject());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot decode the result of a task", e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Executors and driver run different jars", e);
    }
  }
}
