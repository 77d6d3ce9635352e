package io.github.udrlpg.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what somebody probably meant, for messages about an unknown name. */
public final class NearestName {
  private NearestName() {}

  /**
   * Returns the known name with the least edit distance to {@code name}, ignoring case, if it is
   * near enough to be a slip: at most a third of the name's length, and at least two edits.
   */
  public static Optional<String> of(String name, Collection<String> known) {
    String sought = name.toLowerCase(Locale.ROOT);
    int limit = Math.max(2, name.length() / 3);
    return known.stream()
        .min(Comparator.comparingInt((String k) -> distance(sought, k)).thenComparing(k -> k))
        .filter(nearest -> distance(sought, nearest) <= limit);
  }

  /** Returns {@code " Did you mean 'x'?"}, or nothing where no known name is near. */
  public static String hint(String name, Collection<String> known) {
    return of(name, known).map(nearest -> " Did you mean '" + nearest + "'?").orElse("");
  }

  private static int distance(String sought, String candidate) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(sought, candidate.toLowerCase(Locale.ROOT));
  }
}
