package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The one place where text becomes a path of Hadoop's. Hadoop takes whatever stands before a colon
 * for a scheme; here a scheme is what {@code ://} follows, or the name of a file system that Hadoop
 * knows: {@code lr:0.1} is a directory, {@code file:/runs} is not.
 *
 * <p>A path is a name and never a pattern: brackets, braces, stars and backslashes stand for
 * themselves.
 */
public final class UserPath {
  private static final Pattern WITH_SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(//([^/]*))?(.*)", Pattern.DOTALL);

  /** File systems that refuse a colon in a name. */
  private static final Set<String> WITHOUT_COLONS = Set.of("hdfs", "webhdfs", "swebhdfs");

  private static final String PATTERN_LETTERS = "\\{}[]*?";

  private UserPath() {}

  /**
   * Returns the path that somebody typed.
   *
   * @throws InvalidInputException if it is empty, of no file system that Hadoop knows, or a name
   *     that its file system or this process's encoding cannot have
   * @throws IOException if its file system cannot be opened
   */
  public static Path of(Configuration hadoop, String text) throws IOException {
    requireName(text);
    Optional<String> scheme = scheme(hadoop, text);
    Path path = scheme.isPresent() ? withScheme(hadoop, text) : local(hadoop, text);
    String fileSystem = scheme.orElse(FileSystem.getDefaultUri(hadoop).getScheme());
    if (WITHOUT_COLONS.contains(fileSystem) && path.toUri().getPath().indexOf(':') >= 0) {
      throw new InvalidInputException(
          Text.format("Cannot use the path %s: names on %s hold no colon", text, fileSystem));
    }
    if (fileSystem.equals("file")) {
      String name = path.toUri().getPath();
      requireEncodable(
          text,
          path.isAbsolute() ? name : System.getProperty("user.dir") + "/" + name,
          nativeEncoding());
    }
    return path;
  }

  /**
   * Returns the file of this machine that somebody typed, or nothing where the text names another
   * file system.
   *
   * @throws InvalidInputException as {@link #of} does
   */
  public static Optional<java.nio.file.Path> localFile(Configuration hadoop, String text) {
    requireName(text);
    Optional<String> scheme = scheme(hadoop, text);
    if (scheme.isPresent() && !scheme.get().equals("file")) {
      return Optional.empty();
    }
    String name = scheme.isPresent() ? withoutHost(text) : text;
    requireEncodable(text, name, nativeEncoding());
    try {
      return Optional.of(java.nio.file.Path.of(name));
    } catch (InvalidPathException e) {
      throw new InvalidInputException(
          Text.format("Cannot use the path %s: %s", text, e.getReason()), e);
    }
  }

  /** Returns the path that {@link Path#toString} wrote. */
  public static Path written(String text) {
    return new Path(text);
  }

  /** Returns the path of a name below a directory; unlike Hadoop's own, the name may be any. */
  public static Path child(Path directory, String name) {
    return new Path(directory, new Path(null, null, name));
  }

  /**
   * Returns the path as it is read literally by who reads patterns.
   *
   * @throws InvalidInputException if it has letters of patterns and a colon, at which Hadoop's
   *     search for patterns fails
   */
  public static String literal(Path path) {
    String name = path.toUri().getPath();
    if (name.indexOf(':') >= 0
        && name.chars().anyMatch(letter -> PATTERN_LETTERS.indexOf(letter) >= 0)) {
      throw new InvalidInputException(
          Text.format(
                  "Cannot use the path %s: Spark cannot read a model below a name that has a colon"
                      + " beside",
                  path)
              + Text.format(" any of %s. Rename it", PATTERN_LETTERS));
    }
    StringBuilder escaped = new StringBuilder();
    path.toString()
        .chars()
        .forEach(
            letter ->
                escaped
                    .append(PATTERN_LETTERS.indexOf(letter) >= 0 ? "\\" : "")
                    .append((char) letter));
    return escaped.toString();
  }

  private static void requireName(String text) {
    if (text.isBlank()) {
      throw new InvalidInputException(
          Text.format(
              "A path must name a file or a directory, local or under any Hadoop path, found '%s'",
              text));
    }
  }

  private static Optional<String> scheme(Configuration hadoop, String text) {
    Matcher parts = WITH_SCHEME.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    boolean known = KnownFileSystems.schemes(hadoop).contains(scheme);
    if (parts.group(2) == null && !known) {
      return Optional.empty();
    }
    if (!known) {
      throw new InvalidInputException(KnownFileSystems.unknown(hadoop, scheme, text));
    }
    if (parts.group(2) == null && !parts.group(4).startsWith("/")) {
      throw new InvalidInputException(
          Text.format(
                  "Cannot use the path %s: after the scheme %s comes a path from the root, such as"
                      + " %s:/runs.",
                  text, scheme, scheme)
              + " A local file of that name is ./"
              + text);
    }
    if (scheme.equals("file") && parts.group(3) != null && !parts.group(3).isEmpty()) {
      throw new InvalidInputException(
          Text.format(
              "Cannot use the path %1$s: '%2$s' stands where a host would. Write file:///%2$s%3$s",
              text, parts.group(3), parts.group(4)));
    }
    return Optional.of(scheme);
  }

  private static Path withScheme(Configuration hadoop, String text) throws IOException {
    try {
      Path path = new Path(text);
      String scheme = path.toUri().getScheme();
      if (path.toUri().getAuthority() == null
          && WITHOUT_COLONS.contains(scheme)
          && !scheme.equals(FileSystem.getDefaultUri(hadoop).getScheme())) {
        throw new InvalidInputException(
            Text.format(
                    "Cannot use the path %s: it names no host, and fs.defaultFS of Hadoop's is %s."
                        + " Write",
                    text, FileSystem.getDefaultUri(hadoop))
                + Text.format(" %s://HOST%s", scheme, path.toUri().getPath()));
      }
      path.getFileSystem(hadoop);
      return path;
    } catch (IllegalArgumentException e) {
      String reason = e.getCause() == null ? e.getMessage() : e.getCause().toString();
      throw new InvalidInputException(Text.format("Cannot use the path %s: %s", text, reason), e);
    }
  }

  /** Hadoop would take what follows two slashes for a host. */
  private static Path local(Configuration hadoop, String text) throws IOException {
    Path path = new Path(null, null, text.replaceAll("^/+", "/"));
    boolean hasNoText = path.toString().isEmpty();
    boolean hasColon = text.indexOf(':') >= 0 && !path.isAbsolute();
    // Neither the directory itself nor a relative path with a colon is read again from its text.
    return hasNoText || hasColon ? FileSystem.get(hadoop).makeQualified(path) : path;
  }

  private static String withoutHost(String text) {
    return text.substring(text.indexOf(':') + 1).replaceAll("^/+", "/");
  }

  private static Charset nativeEncoding() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  /** Java has put U+FFFD where its arguments had letters that it could not read. */
  static void requireEncodable(String text, String path, Charset encoding) {
    if (!encoding.newEncoder().canEncode(path)) {
      throw new InvalidInputException(
          Text.format(
                  "Cannot use the path %s: the locale of this process has the encoding %s, which"
                      + " lacks",
                  text, encoding.name())
              + " letters of it. Start with a locale of UTF-8, for example LC_ALL=C.UTF-8; on a"
              + " cluster set spark.executorEnv.LC_ALL, and spark.yarn.appMasterEnv.LC_ALL or"
              + " spark.kubernetes.driverEnv.LC_ALL, too");
    }
  }
}
