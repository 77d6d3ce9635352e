package io.github.udrlpg.store;

import java.util.List;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** Hands all of a policy but its weights to Parquet, column by column. */
final class PolicyColumns {
  private final ColumnWriteStore columns;
  private final MessageType type;

  /**
   * @param columns takes the columns of {@code type}
   * @param type what is written of a policy
   */
  PolicyColumns(ColumnWriteStore columns, MessageType type) {
    this.columns = columns;
    this.type = type;
  }

  /** Returns the columns that are written here of a file's. */
  static MessageType of(MessageType file) {
    return PolicySchema.select(name -> file.containsField(name) && !name.equals("weights"));
  }

  void write(PolicyRow row) {
    column("run").write(Binary.fromString(row.run()), 0, 0);
    unlessInPath("iteration", row.iteration());
    column("policy").write(row.policy(), 0, 0);
    column("environment").write(Binary.fromString(row.environment()), 0, 0);
    column("origin").write(Binary.fromString(row.origin().label()), 0, 0);
    column("command").write(row.command(), 0, 0);
    column("noise").write(row.noise(), 0, 0);
    column("weight_seed").write(row.weightSeed(), 0, 0);
    doubles("observation_mean", row.normalizer().mean());
    doubles("observation_deviation", row.normalizer().deviation());
    column("observed_count").write(row.observed().count(), 0, 0);
    doubles("observed_mean", row.observed().mean());
    doubles("observed_squared_deviation", row.observed().m2());
    episodes(row.episodes());
    column("mean_return").write(row.meanReturn(), 0, 0);
    column("scaled_return").write(row.scaledReturn(), 0, 0);
    unlessInPath("return_bucket", row.returnBucket());
    columns.endRecord();
  }

  private void unlessInPath(String name, int value) {
    if (type.containsField(name)) {
      column(name).write(value, 0, 0);
    }
  }

  private void doubles(String name, double[] values) {
    ColumnWriter column = column(name, "list", "element");
    list(column, values.length, (i, level) -> column.write(values[i], level, 1));
  }

  private void episodes(List<Episode> episodes) {
    field(episodes, "seed", (column, e, level) -> column.write(e.seed(), level, 1));
    field(episodes, "total_return", (column, e, level) -> column.write(e.totalReturn(), level, 1));
    field(
        episodes,
        "survival_bonus",
        (column, e, level) -> column.write(e.survivalBonus(), level, 1));
    field(episodes, "length", (column, e, level) -> column.write(e.length(), level, 1));
    field(episodes, "terminated", (column, e, level) -> column.write(e.terminated(), level, 1));
    field(episodes, "truncated", (column, e, level) -> column.write(e.truncated(), level, 1));
    field(episodes, "diverged", (column, e, level) -> column.write(e.diverged(), level, 1));
  }

  /** Writes an element of a list at a repetition level. */
  private interface Element {
    void write(int index, int level);
  }

  /** Writes a field of an episode at a repetition level. */
  private interface EpisodeField {
    void write(ColumnWriter column, Episode episode, int level);
  }

  private void field(List<Episode> episodes, String name, EpisodeField field) {
    ColumnWriter column = column("episodes", "list", "element", name);
    list(column, episodes.size(), (i, level) -> field.write(column, episodes.get(i), level));
  }

  /** Writes Parquet's list: only its first element stands at repetition level 0. */
  private static void list(ColumnWriter column, int size, Element element) {
    if (size == 0) {
      column.writeNull(0, 0);
    }
    for (int i = 0; i < size; i++) {
      element.write(i, i == 0 ? 0 : 1);
    }
  }

  private ColumnWriter column(String... path) {
    return columns.getColumnWriter(type.getColumnDescription(path));
  }
}
