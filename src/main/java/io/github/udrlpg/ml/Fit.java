package io.github.udrlpg.ml;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.FittedGenerator;
import io.github.udrlpg.algorithm.OfflineSettings;
import io.github.udrlpg.algorithm.OfflineTraining;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.text.Text;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Selects the policies of a dataset and trains a generator on them, on the driver. */
final class Fit {
  private final OfflineSettings settings;
  private final PolicyShape shape;
  private final String commandCol;
  private final String weightsCol;

  Fit(OfflineSettings settings, PolicyShape shape, String commandCol, String weightsCol) {
    this.settings = settings;
    this.shape = shape;
    this.commandCol = commandCol;
    this.weightsCol = weightsCol;
  }

  FittedGenerator run(
      Dataset<?> dataset, boolean restate, Consumer<FittedGenerator.Progress> listener) {
    List<String> columns = List.of(dataset.columns());
    boolean observations = columns.containsAll(Selection.OBSERVATIONS);
    Selection selection =
        Selection.of(
            dataset,
            commandCol,
            weightsCol,
            shape.parameterCount(),
            observations,
            settings.buffer(),
            settings.seed());
    try (OfflineTraining training = new OfflineTraining(settings, shape, selection.commands())) {
      Observations seen = new Observations(selection.commands().size());
      selection.visit(
          (policy, row) -> {
            training.put(policy, Columns.floats(row.getList(1)));
            if (observations) {
              seen.put(policy, row, shape.inputs(0));
            }
          });
      if (observations && restate) {
        training.restate(Arrays.asList(seen.own), seen.merged(shape.inputs(0)));
      } else if (observations) {
        training.keep(seen.merged(shape.inputs(0)));
      }
      return training.train(Runtime.getRuntime().availableProcessors(), listener);
    }
  }

  /** What policies saw observations through, and what each observed. */
  private static final class Observations {
    final ObservationNormalizer[] own;
    final RunningStatistics[] observed;

    Observations(int policies) {
      own = new ObservationNormalizer[policies];
      observed = new RunningStatistics[policies];
    }

    void put(int policy, Row row, int size) {
      own[policy] =
          ObservationNormalizer.of(
              doubles(row, "observation_mean"), doubles(row, "observation_deviation"));
      observed[policy] =
          RunningStatistics.of(
              row.<Number>getAs("observed_count").longValue(),
              doubles(row, "observed_mean"),
              doubles(row, "observed_squared_deviation"));
      if (own[policy].size() != size || observed[policy].size() != size) {
        throw new InvalidInputException(
            Text.format(
                "The dataset has observations of %d components, the policies' layers begin with %d",
                own[policy].size(), size));
      }
    }

    /** Merges in the order of the selection, so that the last bits are always the same. */
    RunningStatistics merged(int size) {
      RunningStatistics all = new RunningStatistics(size);
      for (RunningStatistics statistics : observed) {
        all.merge(statistics);
      }
      return all;
    }

    private static double[] doubles(Row row, String column) {
      List<Number> values = row.getList(row.fieldIndex(column));
      return values.stream().mapToDouble(Number::doubleValue).toArray();
    }
  }
}
