package io.github.udrlpg.report;

import java.util.List;
import java.util.Optional;

/**
 * What a page about several groups of runs shows.
 *
 * @param title the title of the page
 * @param warnings what whoever reads the page must know first
 * @param statements what can be concluded, a sentence or two each
 * @param learning return over environment steps, a curve for each group
 * @param identity achieved over commanded return, a curve for each group that has one
 * @param tradeOff every run by return and obedience; empty where fewer than two have both
 * @param tables the numbers behind the statements
 */
public record ComparisonData(
    String title,
    List<String> warnings,
    List<String> statements,
    List<GroupCurve> learning,
    List<GroupCurve> identity,
    Optional<TradeOff> tradeOff,
    List<Table> tables) {

  /** Copies the lists. */
  public ComparisonData {
    warnings = List.copyOf(warnings);
    statements = List.copyOf(statements);
    learning = List.copyOf(learning);
    identity = List.copyOf(identity);
    tables = List.copyOf(tables);
  }
}
