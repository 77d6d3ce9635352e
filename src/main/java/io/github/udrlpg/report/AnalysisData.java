package io.github.udrlpg.report;

import java.util.List;
import java.util.Optional;

/**
 * What is shown of an analysis; plain text throughout.
 *
 * @param title of the page
 * @param warnings what whoever reads it must know first
 * @param facts what was looked at, and what it says
 * @param sections the questions, in order
 */
public record AnalysisData(
    String title, List<String> warnings, List<String> facts, List<Section> sections) {
  /** Copies the lists. */
  public AnalysisData {
    warnings = List.copyOf(warnings);
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
  }

  /**
   * One question and its answer.
   *
   * @param heading the question's name
   * @param picture the picture, if there is one
   * @param notes what the numbers mean and where they end
   * @param table the numbers, if they are few
   */
  public record Section(
      String heading, Optional<Picture> picture, List<String> notes, Optional<Table> table) {
    /** Copies the list. */
    public Section {
      notes = List.copyOf(notes);
    }
  }

  /**
   * A picture.
   *
   * @param file its name outside of the page
   * @param plot what it shows
   * @param alternative what it says, for who cannot see it
   * @param caption what to look for
   */
  public record Picture(String file, Plot plot, String alternative, String caption) {}
}
