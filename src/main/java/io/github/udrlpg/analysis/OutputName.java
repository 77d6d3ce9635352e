package io.github.udrlpg.analysis;

/** What the name of an analysis' directory is worth. */
public enum OutputName {
  /** A user gave it: there or nowhere. */
  GIVEN,
  /** It is a proposal: where something stands, the next free one of {@code NAME-2} and so on. */
  PROPOSED
}
