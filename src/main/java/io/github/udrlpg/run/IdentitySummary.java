package io.github.udrlpg.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.text.JsonNumbers;
import java.util.List;

/** What {@code summary.json} says of how well commands are met. */
final class IdentitySummary {
  private IdentitySummary() {}

  /**
   * Returns the rows of the last extensive evaluation, one for each kind; none before there was.
   */
  static List<IdentityMetrics> last(List<IdentityMetrics> rows) {
    int last = rows.stream().mapToInt(IdentityMetrics::iteration).max().orElse(-1);
    return rows.stream().filter(row -> row.iteration() == last).toList();
  }

  /** Adds {@code identity}, unless nothing was measured. */
  static void put(ObjectNode json, List<IdentityMetrics> rows) {
    List<IdentityMetrics> last = last(rows);
    if (last.isEmpty()) {
      return;
    }
    ObjectNode identity = json.putObject("identity");
    for (IdentityMetrics row : last) {
      boolean grid = row.kind().equals("extensive");
      ObjectNode node = grid ? identity : identity.putObject(row.kind().replace('-', '_'));
      if (!grid) {
        node.put("commands", row.commands());
      }
      JsonNumbers.put(node, "nrmse", row.nrmse());
      JsonNumbers.put(node, "spearman", row.spearman());
      JsonNumbers.put(node, "within_10_percent", row.withinTenPercent());
      JsonNumbers.put(node, "r_squared", row.rSquared());
      JsonNumbers.put(node, "rmse", row.rmse());
      JsonNumbers.put(node, "mean_absolute_error", row.meanAbsoluteError());
      JsonNumbers.put(node, "lowest_achieved", row.lowestAchieved());
      JsonNumbers.put(node, "highest_achieved", row.highestAchieved());
      JsonNumbers.put(node, "equivalent", row.equivalent());
      if (row.kind().startsWith("retrieval")) {
        JsonNumbers.put(node, "weight_distance", row.weightDistance());
        JsonNumbers.put(node, "relative_weight_distance", row.relativeWeightDistance());
      }
    }
  }
}
