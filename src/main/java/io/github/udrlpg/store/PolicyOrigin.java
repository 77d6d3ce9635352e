package io.github.udrlpg.store;

import java.util.Locale;

/** Where the weights of a stored policy came from. */
public enum PolicyOrigin {
  /** The generator's weights for a command, with noise. */
  GENERATOR,
  /** A Xavier initialisation, which knows no command. */
  XAVIER;

  /** Returns the name that stands in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PolicyOrigin ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
