package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whose a file of a run is.
 *
 * <p>Rows follow from settings and seed, and so does the identifier of a run: two beginnings with
 * equal ones have equal rows, and reading one's for the other's is no mistake. What must never be
 * mixed is what other settings or another seed gave, and that has another identifier. The beginning
 * is there for people, who may want to know from where a file came.
 *
 * @param run the run's identifier, the same for the same settings; empty in files from before they
 *     named it
 * @param beginning a random identifier of when its directory was begun; empty where it is unknown
 */
public record RunIdentity(String run, String beginning) {
  /** What nothing is known of, as of files of earlier versions. */
  public static final RunIdentity UNKNOWN = new RunIdentity("", "");

  private static final String RUN = "udrlpg.run";
  private static final String BEGINNING = "udrlpg.beginning";

  /** Returns the identity that a file's metadata state. */
  public static RunIdentity of(Map<String, String> metadata) {
    return new RunIdentity(metadata.getOrDefault(RUN, ""), metadata.getOrDefault(BEGINNING, ""));
  }

  /** Returns what the metadata of a file say of it. */
  public Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (!run.isEmpty()) {
      metadata.put(RUN, run);
    }
    if (!beginning.isEmpty()) {
      metadata.put(BEGINNING, beginning);
    }
    return metadata;
  }

  /**
   * Makes sure that a file is of this run. What states no run, or is asked for by nobody who knows
   * of one, is read as it always was.
   *
   * @param file what is read
   * @param found what it says of itself
   * @throws InvalidInputException if it is of another run
   */
  public void require(Object file, RunIdentity found) {
    if (!run.isEmpty() && !found.run.isEmpty() && !run.equals(found.run)) {
      throw ofAnotherRun(file, found.run, run);
    }
  }

  /**
   * Returns what to say of a file that stands in another run's directory.
   *
   * @param found the run that it is of
   * @param expected the run of the directory, by its run.json
   */
  public static InvalidInputException ofAnotherRun(Object file, String found, String expected) {
    return new InvalidInputException(
        Text.format(
                "%s is of run %s, and by run.json this is run %s: a file was copied here, or two"
                    + " starts at",
                file, found, expected)
            + " once have mixed two runs, as earlier versions let them. Nothing was changed. Put"
            + Text.format(
                " back the run.json of %s and what else belongs to it from a copy, or train both"
                    + " anew",
                found)
            + " in directories of their own, which gives the same policies row for row; what is"
            + " stored here can be read by its column run: see docs/reliability.md");
  }
}
