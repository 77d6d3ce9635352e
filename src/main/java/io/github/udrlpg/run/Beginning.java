package io.github.udrlpg.run;

/** How something comes to be in its directory. */
public enum Beginning {
  /** By this process, and by no other. */
  ALONE,
  /** By this process or by another that begins the same: whoever comes first. */
  SHARED,
  /** It was there before. */
  DONE
}
