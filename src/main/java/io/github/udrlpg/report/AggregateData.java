package io.github.udrlpg.report;

import java.util.List;

/**
 * What a page about one group of runs shows.
 *
 * @param title the title of the page
 * @param warnings what whoever reads the page must know first
 * @param learning return over environment steps
 * @param identity achieved over commanded return, a curve for each way of answering commands, that
 *     of how generators are used first; empty where no run was asked
 * @param obedience a row for each way
 * @param againstRetrieval what can be concluded against stored policies; may be empty
 * @param statistics a row for each statistic
 * @param steps a row for each return, how long runs took to it
 * @param seeds a row for each seed
 * @param links for each row of {@code seeds}, the address of its report relative to the page; empty
 *     where there is none
 * @param resamples of the bootstrap
 * @param configuration the configuration of the runs, as text
 */
public record AggregateData(
    String title,
    List<String> warnings,
    GroupCurve learning,
    List<GroupCurve> identity,
    Table obedience,
    String againstRetrieval,
    Table statistics,
    Table steps,
    Table seeds,
    List<String> links,
    int resamples,
    String configuration) {

  /** Copies the lists. */
  public AggregateData {
    warnings = List.copyOf(warnings);
    identity = List.copyOf(identity);
    links = List.copyOf(links);
  }
}
