package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses paths that hold credentials before anything repeats them: paths go into messages, logs
 * and the names of Spark's jobs.
 */
final class PathCredentials {
  private static final Pattern PATH = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)");

  /** Where a bucket's name alone is allowed, because a secret key may itself hold a slash. */
  private static final Set<String> BUCKET_ONLY = Set.of("s3", "s3a", "s3n");

  private PathCredentials() {}

  /**
   * Looks at a whole command line, because a mistyped option is repeated as well.
   *
   * @throws InvalidInputException if one is in it
   */
  static void requireNone(List<String> arguments) {
    for (String argument : arguments) {
      Matcher paths = PATH.matcher(argument);
      while (paths.find()) {
        String scheme = paths.group(1).toLowerCase(Locale.ROOT);
        if (holdsSecret(scheme, paths.group(2))) {
          throw new InvalidInputException(
              Text.format(
                      "A path of the command line has credentials in it (%s://…, not repeated"
                          + " here).",
                      scheme)
                  + " Give them to Hadoop, for example as fs.s3a.access.key and fs.s3a.secret.key"
                  + " in spark-defaults.conf, and name the path without them: s3a://BUCKET/RUN");
        }
      }
    }
  }

  /** Azure's container@account, and a user's name alone, are no secrets. */
  private static boolean holdsSecret(String scheme, String authority) {
    int at = authority.lastIndexOf('@');
    return BUCKET_ONLY.contains(scheme)
        ? at >= 0 || authority.indexOf(':') >= 0
        : at >= 0 && authority.lastIndexOf(':', at) >= 0;
  }
}
