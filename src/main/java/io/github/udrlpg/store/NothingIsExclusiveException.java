package io.github.udrlpg.store;

import io.github.udrlpg.text.Text;
import java.io.IOException;

/** A file system cannot create a file for exactly one of several who try. */
final class NothingIsExclusiveException extends IOException {
  private static final long serialVersionUID = 1L;

  NothingIsExclusiveException(java.nio.file.Path directory, Exception cause) {
    super(
        Text.format(
                "The file system of %s has no hard links (%s) and lets one directory replace"
                    + " another or",
                directory, cause.getMessage())
            + " renames none, so nothing can be created there exactly once: two starts at once"
            + " could spoil each other. Name a directory on another file system",
        cause);
  }
}
