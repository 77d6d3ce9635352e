package io.github.udrlpg.analysis;

/**
 * Follows an analysis. Never called by two threads at once, but by another one than that of the
 * analysis while tasks run.
 */
public interface AnalysisListener {

  /** What an analysis does, in order. */
  enum Stage {
    /** Reads all policies without their weights. */
    ROWS("rows"),
    /** Reads all weights. */
    WEIGHTS("weights"),
    /** Compares the sample. */
    COMPARISON("spread, principal components, neighbours"),
    /** Searches return buckets for clusters. */
    CLUSTERS("clusters"),
    /** Plays clusters and their means. */
    EPISODES("episodes"),
    /** Draws and writes the page. */
    PAGE("page");

    private final String label;

    Stage(String label) {
      this.label = label;
    }

    /** Returns what a user reads. */
    public String label() {
      return label;
    }
  }

  /**
   * A stage begins; the one before it has ended.
   *
   * @param detail how much there is to do
   */
  void began(Stage stage, String detail);

  /** So many of so many equal parts of the stage are done. */
  void progressed(long done, long parts);

  /** Something could not be done without which the analysis stands. */
  default void warning(String message) {}
}
