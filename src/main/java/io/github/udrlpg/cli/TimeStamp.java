package io.github.udrlpg.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The names of results that nobody named. Two jobs of the same second have one: whoever writes by
 * it claims it first, and takes the next if it is taken.
 */
final class TimeStamp {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private TimeStamp() {}

  /** Returns the name for results of this second. */
  static String now() {
    return FORMAT.format(Instant.now());
  }
}
