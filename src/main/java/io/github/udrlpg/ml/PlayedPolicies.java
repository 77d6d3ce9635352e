package io.github.udrlpg.ml;

import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.PolicyPlayer;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.store.Episode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * What executors do for a {@link ReturnEvaluator}: they play the policy of every row, command and
 * weights, and give what the metric makes of its episodes; NaN where all of them diverged.
 *
 * <p>The seeds of a row's episodes come from its command. So neither partitions nor the order of
 * rows decide anything, and the policies of two models begin from the same states.
 */
final class PlayedPolicies implements MapPartitionsFunction<Row, Double> {
  private static final long serialVersionUID = 1L;

  private final String environment;
  private final PolicyShape shape;
  private final ObservationNormalizer normalizer;
  private final ReturnScale returns;
  private final ReturnMetric metric;
  private final int episodes;
  private final Seeds seeds;

  PlayedPolicies(
      String environment,
      PolicyShape shape,
      ObservationNormalizer normalizer,
      ReturnScale returns,
      ReturnMetric metric,
      int episodes,
      Seeds seeds) {
    this.environment = environment;
    this.shape = shape;
    this.normalizer = normalizer;
    this.returns = returns;
    this.metric = metric;
    this.episodes = episodes;
    this.seeds = seeds;
  }

  @Override
  public Iterator<Double> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    List<Double> values = new ArrayList<>();
    try (PolicyPlayer player = new PolicyPlayer(environment, shape)) {
      while (rows.hasNext()) {
        Row row = rows.next();
        double command = row.getDouble(0);
        // Zero has two signs, which are one command.
        long place = Double.doubleToLongBits(command + 0.0);
        List<Episode> sound =
            player
                .play(
                    Columns.floats(row.getList(1)),
                    normalizer,
                    episodes,
                    episode -> seeds.of(Purpose.RETURN_EVALUATOR, place, 0, episode))
                .stream()
                .filter(episode -> !episode.diverged())
                .toList();
        values.add(sound.isEmpty() ? Double.NaN : metric.of(command, sound, returns));
      }
    }
    return values.iterator();
  }
}
