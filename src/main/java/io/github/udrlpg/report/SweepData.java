package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.Tile;
import java.util.List;
import java.util.Optional;

/**
 * What the page of a sweep shows.
 *
 * @param title the title of the page
 * @param question what the sweep asks
 * @param warnings what whoever reads the page must know first
 * @param tiles the key numbers
 * @param best the best settings, with intervals over seeds
 * @param scoreName what trials are compared by
 * @param budget environment steps of the trials in the pictures
 * @param axes the varied keys, with the values of the trials in the pictures
 * @param scores the score of each of these trials
 * @param share for each of these trials, from 0 for the worst to 1 for the best
 * @param curves the score over each key with numbers
 * @param effects the score for each value or range of each key
 * @param importance each key and its share of what a forest explains; empty where there is none
 * @param importanceNote what the shares are worth
 * @param front the trials by return and obedience; empty where fewer than two have both
 * @param rungs the rungs; no rows where there is only one
 * @param failures the trials that failed, and why
 * @param configuration what all trials share, as text
 */
public record SweepData(
    String title,
    String question,
    List<String> warnings,
    List<Tile> tiles,
    Table best,
    String scoreName,
    long budget,
    List<KeyAxis> axes,
    List<Double> scores,
    List<Double> share,
    List<EffectCurve> curves,
    Table effects,
    List<KeyShare> importance,
    String importanceNote,
    Optional<Front> front,
    Table rungs,
    Table failures,
    String configuration) {

  /** Copies the lists. */
  public SweepData {
    warnings = List.copyOf(warnings);
    tiles = List.copyOf(tiles);
    axes = List.copyOf(axes);
    scores = List.copyOf(scores);
    share = List.copyOf(share);
    curves = List.copyOf(curves);
    importance = List.copyOf(importance);
  }

  /**
   * What trials earn against how well they do what they are told.
   *
   * @param picture every trial that has both, and the front
   * @param table the trials of the front, by obedience error
   * @param statement which trials are the best in one, in the other and in both, in one line
   */
  public record Front(TradeOff picture, Table table, String statement) {}

  /**
   * How much a key matters to a forest.
   *
   * @param name the key
   * @param share from 0 to 1, all keys together 1
   */
  public record KeyShare(String name, double share) {}
}
