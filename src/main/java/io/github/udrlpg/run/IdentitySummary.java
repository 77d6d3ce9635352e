package io.github.udrlpg.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.metrics.IdentityMetrics;
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
      ObjectNode node = grid ? identity : identity.putObject(row.kind());
      if (!grid) {
        node.put("commands", row.commands());
      }
      put(node, "nrmse", row.nrmse());
      put(node, "spearman", row.spearman());
      put(node, "within_10_percent", row.withinTenPercent());
    }
  }

  private static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }
}
