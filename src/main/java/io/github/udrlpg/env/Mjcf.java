package io.github.udrlpg.env;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.mujoco.MujocoException;
import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The text of a model in MuJoCo's XML format, and where it is from. It is read where an environment
 * is created, which on a cluster is on the executors: what they cannot reach has to be in a jar.
 */
public final class Mjcf {
  private static final Map<String, MujocoModel> COMPILED = new ConcurrentHashMap<>();

  /** How this process knows the storage that models are in. */
  private static volatile Supplier<Configuration> storage = Configuration::new;

  private final String name;
  private final Reader reader;

  @FunctionalInterface
  private interface Reader {
    byte[] read() throws IOException;
  }

  private Mjcf(String name, Reader reader) {
    this.name = name;
    this.reader = reader;
  }

  /**
   * Says with which settings this process reads models from files: where it is not said, those on
   * the class path.
   *
   * @param hadoop asked for whenever a file is read
   */
  public static void readFilesBy(Supplier<Configuration> hadoop) {
    storage = hadoop;
  }

  /** Returns one of the models that the jar of this project carries. */
  static Mjcf bundled(String file) {
    return new Mjcf(
        file,
        () -> {
          try (InputStream stream = Mjcf.class.getResourceAsStream("models/" + file)) {
            if (stream == null) {
              throw new IllegalStateException(
                  Text.format(
                      "The model models/%s is missing from the jar: build it again with 'mvn"
                          + " package', which fetches the models",
                      file));
            }
            return stream.readAllBytes();
          }
        });
  }

  /**
   * Returns a model from the jar that a class is in.
   *
   * @param neighbour whose package the file is in
   * @param file its name, as {@link Class#getResource} takes it
   */
  public static Mjcf resource(Class<?> neighbour, String file) {
    return new Mjcf(
        neighbour.getName() + ":" + file,
        () -> {
          try (InputStream stream = neighbour.getResourceAsStream(file)) {
            if (stream == null) {
              throw new IOException(
                  Text.format("there is no such file beside %s in its jar", neighbour.getName()));
            }
            return stream.readAllBytes();
          }
        });
  }

  /**
   * Returns a model from a file.
   *
   * @param uri with its scheme, such as {@code file:///models/crawler.xml} or {@code hdfs://…}: on
   *     any file system of Hadoop's that all executors reach
   */
  public static Mjcf file(URI uri) {
    return new Mjcf(
        uri.toString(),
        () -> {
          Path path = new Path(uri);
          try (FileSystem files = FileSystem.newInstance(path.toUri(), storage.get());
              InputStream stream = files.open(path)) {
            return stream.readAllBytes();
          }
        });
  }

  /** Returns what messages call it. */
  @Override
  public String toString() {
    return name;
  }

  /** Returns the model, compiled once for all of this process. */
  MujocoModel compiled() {
    return COMPILED.computeIfAbsent(name, unused -> compile());
  }

  private MujocoModel compile() {
    byte[] text;
    try {
      text = reader.read();
    } catch (IOException e) {
      throw new InvalidInputException(
          Text.format("Cannot read the model %s: %s", name, e.getMessage()), e);
    }
    try {
      return MujocoModel.parse(name, text);
    } catch (MujocoException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
  }
}
