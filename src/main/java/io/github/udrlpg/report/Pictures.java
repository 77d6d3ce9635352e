package io.github.udrlpg.report;

import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Pictures for use outside a page, and what is to be said of those that could not be drawn. */
public final class Pictures {
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  Pictures() {}

  /**
   * Draws a picture. One that has nothing to show is left out, as one that cannot be drawn: the
   * page says in its place why there is none.
   */
  void add(String name, Supplier<byte[]> picture) {
    try {
      files.put(name, picture.get());
    } catch (IllegalArgumentException e) {
      // It has nothing to show.
    } catch (RuntimeException | LinkageError | InternalError e) {
      warnings.add(Text.format("%s was not drawn: %s", name, Charts.reason(e)));
    }
  }

  /** Returns the pictures, by file name. */
  public Map<String, byte[]> files() {
    return Collections.unmodifiableMap(files);
  }

  /** Returns a sentence for each picture that could not be drawn. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }
}
