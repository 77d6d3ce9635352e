package io.github.udrlpg.analysis;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.github.udrlpg.report.AnalysisData;
import io.github.udrlpg.report.AnalysisData.Section;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.List;

/** What an analysis has found so far: for the page, and for programs. */
final class Findings {
  private final List<String> warnings = new ArrayList<>();
  private final List<String> facts = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private final ObjectNode summary = new ObjectMapper().createObjectNode();

  /** Adds what whoever reads the page must know first. */
  void warn(String sentence) {
    warnings.add(sentence);
  }

  /** Adds a sentence to what the page says in short. */
  @FormatMethod
  void say(@FormatString String format, Object... values) {
    facts.add(text(format, values));
  }

  @FormatMethod
  static String text(@FormatString String format, Object... values) {
    return Text.format(format, values);
  }

  void add(Section section) {
    sections.add(section);
  }

  /** Returns what is said to programs, to be added to. */
  ObjectNode summary() {
    return summary;
  }

  List<String> facts() {
    return List.copyOf(facts);
  }

  AnalysisData page(String title) {
    return new AnalysisData(title, warnings, facts, sections);
  }
}
