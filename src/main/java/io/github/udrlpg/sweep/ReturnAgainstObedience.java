package io.github.udrlpg.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.experiment.Score;
import io.github.udrlpg.report.SweepData;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.report.TradeOff;
import io.github.udrlpg.stats.ParetoFront;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the trials of a sweep earn against how well they do what they are told: those of the
 * ranking's environment steps that have both scores, whichever score decides. Values are the
 * interquartile means over seeds that trials are ranked by.
 */
final class ReturnAgainstObedience {
  private static final Comparator<Both> BY_RETURN =
      Comparator.comparingDouble(Both::finalReturn).reversed();
  private static final Comparator<Both> BY_ERROR = Comparator.comparingDouble(Both::error);

  /** The joint score may be missing where the others are not: older sweeps did not record it. */
  private static final Comparator<Both> BY_JOINT =
      Comparator.comparingDouble(Both::joint).reversed();

  private final SweepResults results;
  private final List<Both> trials;

  /** A trial with both scores. */
  private record Both(int trial, double finalReturn, double error, double joint) {
    static Both of(TrialResult result) {
      return new Both(
          result.trial(),
          result.value(Score.FINAL),
          result.value(Score.OBEDIENCE),
          result.value(Score.RETURN_AND_OBEDIENCE));
    }

    boolean isWhole() {
      return Double.isFinite(finalReturn) && Double.isFinite(error);
    }

    TradeOff.Point point() {
      return new TradeOff.Point(String.valueOf(trial), error, finalReturn);
    }

    String text() {
      return Text.format(
          "trial %d (%s, nRMSE %s)", trial, Table.number(finalReturn), Table.number(error));
    }
  }

  ReturnAgainstObedience(SweepResults results) {
    this.results = results;
    List<Both> whole = results.ofMostSteps().stream().map(Both::of).filter(Both::isWhole).toList();
    this.trials = whole.size() < 2 ? List.of() : whole;
  }

  /** Returns the trials that no other one betters in both, by error. */
  private List<Both> front() {
    return ParetoFront.of(
            trials.stream().mapToDouble(Both::error).toArray(),
            trials.stream().mapToDouble(Both::finalReturn).toArray())
        .stream()
        .map(trials::get)
        .toList();
  }

  /** Returns what the page shows; empty where fewer than two trials have both scores. */
  Optional<SweepData.Front> shown() {
    return trials.isEmpty()
        ? Optional.empty()
        : Optional.of(new SweepData.Front(picture(), table(), statement()));
  }

  private TradeOff picture() {
    return new TradeOff(
        List.of(new TradeOff.Series("trial", trials.stream().map(Both::point).toList())),
        front().stream().map(Both::point).toList(),
        results
            .best()
            .flatMap(best -> trials.stream().filter(t -> t.trial() == best.trial()).findFirst())
            .map(
                best ->
                    new TradeOff.Best(Text.format("best: trial %d", best.trial()), best.point())));
  }

  private Table table() {
    List<String> headers =
        new ArrayList<>(List.of("Pareto front", Score.OBEDIENCE.title(), Score.FINAL.title()));
    headers.add(Score.RETURN_AND_OBEDIENCE.title());
    results.search().sweep().space().forEach(dimension -> headers.add(dimension.key()));
    return new Table(headers, front().stream().map(this::row).toList());
  }

  private List<String> row(Both both) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                Text.format("trial %d", both.trial()),
                Table.number(both.error()),
                Table.number(both.finalReturn()),
                Table.number(both.joint())));
    values(both).values().stream().map(Columns::text).forEach(cells::add);
    return cells;
  }

  private Map<String, String> values(Both both) {
    return results.search().trials().get(both.trial()).values();
  }

  /** Of equal ones in one score the better in the other, so that it is one of the front. */
  private String statement() {
    List<String> parts = new ArrayList<>();
    parts.add("Best in return: " + first(BY_RETURN.thenComparing(BY_ERROR)));
    parts.add("best obeyed: " + first(BY_ERROR.thenComparing(BY_RETURN)));
    if (trials.stream().allMatch(both -> Double.isFinite(both.joint()))) {
      parts.add("both together: " + first(BY_JOINT));
    }
    return String.join(", ", parts);
  }

  /** Equal ones are in the order of their numbers, as in the ranking. */
  private String first(Comparator<Both> order) {
    return trials.stream().min(order.thenComparingInt(Both::trial)).map(Both::text).orElseThrow();
  }

  /** Adds an object for each trial of the front, by error. */
  void addTo(ArrayNode json) {
    for (Both both : front()) {
      ObjectNode node = json.addObject();
      node.put("trial", both.trial());
      JsonNumbers.put(node, Score.OBEDIENCE.key(), both.error());
      JsonNumbers.put(node, Score.FINAL.key(), both.finalReturn());
      JsonNumbers.put(node, Score.RETURN_AND_OBEDIENCE.key(), both.joint());
      ObjectNode values = node.putObject("values");
      values(both).forEach(values::put);
    }
  }
}
