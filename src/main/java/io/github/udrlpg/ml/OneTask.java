package io.github.udrlpg.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Makes sure that a command means one thing to all policies of a dataset: that they are of one
 * task, and their scaled returns on one scale. A generator would learn others without a word.
 */
final class OneTask {
  private static final String SCALED_RETURN = "scaled_return";

  private OneTask() {}

  /**
   * Looks at the rows of a dataset as runs write them; columns that are missing tell nothing.
   *
   * @param commandCol the column of commands; only {@code scaled_return} is on the scale of a run
   * @param environment the task that policies must be of; empty where their layers are given
   * @throws InvalidInputException if they are of another task, of several, or of runs whose scales
   *     differ
   */
  static void require(Dataset<?> dataset, String commandCol, Optional<String> environment) {
    StructType schema = dataset.schema();
    if (Columns.has(schema, "environment")) {
      requireEnvironment(dataset, environment);
    }
    boolean told =
        commandCol.equals(SCALED_RETURN)
            && Columns.has(schema, "environment")
            && Columns.has(schema, "run")
            && Columns.has(schema, "episodes")
            && schema.apply("episodes").dataType().simpleString().contains("survival_bonus");
    if (told) {
      requireScale(runs(dataset));
    }
  }

  private static void requireEnvironment(Dataset<?> dataset, Optional<String> environment) {
    List<String> found =
        dataset
            .select("environment")
            .distinct()
            .orderBy("environment")
            .limit(10)
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    if (found.size() > 1) {
      throw new InvalidInputException(
          Text.format(
                  "The policies are of several environments, %s: a generator makes policies of one."
                      + " Filter",
                  String.join(", ", found))
              + " the dataset by the column environment");
    }
    if (found.size() == 1 && environment.isPresent() && !found.equals(List.of(environment.get()))) {
      throw new InvalidInputException(
          Text.format(
              "envId: the policies are of %s, found %s. Set it to their environment",
              found.get(0), environment.get()));
    }
  }

  private static List<RunScale> runs(Dataset<?> dataset) {
    return Selection.sound(dataset)
        .filter(col(SCALED_RETURN).gt(0))
        .select(
            col("run"),
            col("environment"),
            col(SCALED_RETURN).cast("double").as("scaled"),
            expr(mean("episode.total_return")).as("whole"),
            expr(mean("episode.total_return - episode.survival_bonus")).as("bare"))
        .groupBy("run", "environment")
        .agg(
            expr("stddev_pop(scaled)").as("deviation"),
            expr("regr_slope(whole, scaled)").as("whole_slope"),
            expr("regr_intercept(whole, scaled)").as("whole_intercept"),
            expr("regr_r2(whole, scaled)").as("whole_r2"),
            expr("regr_slope(bare, scaled)").as("bare_slope"),
            expr("regr_intercept(bare, scaled)").as("bare_intercept"),
            expr("regr_r2(bare, scaled)").as("bare_r2"))
        .orderBy("run", "environment")
        .collectAsList()
        .stream()
        .map(RunScale::of)
        .toList();
  }

  private static String mean(String value) {
    return Text.format(
        "aggregate(episodes, 0D, (sum, episode) -> sum + double(%s)) / size(episodes)", value);
  }

  private static void requireScale(List<RunScale> runs) {
    List<RunScale> known = runs.stream().filter(RunScale::isKnown).toList();
    Optional<RunScale> other = known.stream().filter(run -> !run.agrees(known.get(0))).findFirst();
    if (other.isPresent()) {
      throw new InvalidInputException(
          "The policies are of runs with different scales of returns, so that a command would mean"
              + " several:\n"
              + List.of(known.get(0), other.get()).stream()
                  .map(run -> "  " + run)
                  .collect(Collectors.joining("\n"))
              + "\nFilter the dataset by the column run, or set commandCol to returns on one scale"
              + " of your own");
    }
  }
}
