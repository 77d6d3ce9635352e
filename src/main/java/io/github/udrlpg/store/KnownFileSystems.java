package io.github.udrlpg.store;

import io.github.udrlpg.text.Text;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** The file systems that Hadoop finds on the class path or in its configuration. */
final class KnownFileSystems {
  private static final Pattern KEY = Pattern.compile("fs\\.([a-z][a-z0-9+-]*)\\.impl");

  private KnownFileSystems() {}

  /** Returns their schemes, in order. */
  static Set<String> schemes(Configuration hadoop) {
    Set<String> schemes = new TreeSet<>(OnClassPath.SCHEMES);
    hadoop
        .getPropsWithPrefix("fs.")
        .forEach(
            (key, className) -> {
              Matcher matcher = KEY.matcher("fs." + key);
              if (matcher.matches() && isThere(hadoop, className)) {
                schemes.add(matcher.group(1));
              }
            });
    return schemes;
  }

  private static boolean isThere(Configuration hadoop, String className) {
    try {
      return hadoop.getClassByNameOrNull(className) != null;
    } catch (LinkageError e) {
      // Its jar is there and one that it needs is not.
      return false;
    }
  }

  /** Says that a scheme is none, or that its class is missing. */
  static String unknown(Configuration hadoop, String scheme, String text) {
    String className = hadoop.get(Text.format("fs.%s.impl", scheme));
    String reason =
        className == null
            ? Text.format("Hadoop has no file system '%s'", scheme)
            : Text.format(
                    "the class %s of '%s' is not on the class path: add its jar, for example with",
                    className, scheme)
                + " -- --packages org.apache.hadoop:hadoop-aws:VERSION for s3a, VERSION being"
                + " Hadoop's own";
    return Text.format(
        "Cannot use the path %s: %s. Known here are %s.",
        text, reason, String.join(", ", schemes(hadoop)));
  }

  /** Looked up once: the class path stays as it is. */
  private static final class OnClassPath {
    static final Set<String> SCHEMES = find();

    private static Set<String> find() {
      Set<String> schemes = new TreeSet<>();
      Iterator<FileSystem> found = ServiceLoader.load(FileSystem.class).iterator();
      while (true) {
        try {
          if (!found.hasNext()) {
            return schemes;
          }
          schemes.add(found.next().getScheme());
        } catch (ServiceConfigurationError | UnsupportedOperationException | LinkageError e) {
          // One that cannot be loaded is none; one without a scheme is named in the configuration.
        }
      }
    }
  }
}
