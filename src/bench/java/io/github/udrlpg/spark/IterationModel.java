package io.github.udrlpg.spark;

import io.github.udrlpg.spark.ScalingRun.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * How long an iteration takes: the busiest executor's policies one after the other, {@code ⌈P/E⌉·(T
 * + executorSeconds)}, and after or before them what the driver does alone, {@code fixedSeconds +
 * policySeconds·P + taskSeconds·E + updateSeconds·U·P}, with P policies of one episode each, E
 * executors of one core, episodes of T seconds and U updates per episode.
 *
 * @param executorSeconds what a policy costs its executor beside its episode
 * @param fixedSeconds what every iteration costs
 * @param policySeconds what a policy costs the driver beside its updates
 * @param taskSeconds what a task, one for each executor, costs the driver
 * @param updateSeconds one update of the generator
 * @param residualSeconds root mean square of what fixed, policy and task seconds leave unexplained
 */
record IterationModel(
    double executorSeconds,
    double fixedSeconds,
    double policySeconds,
    double taskSeconds,
    double updateSeconds,
    double residualSeconds) {

  /**
   * Fits the driver's parts by least squares; a policy and a task cost at least nothing.
   *
   * @param times more measurements than parts, of different numbers of policies and executors
   * @throws org.apache.commons.math3.exception.MathIllegalArgumentException if they are too few or
   *     too much alike
   */
  static IterationModel fit(List<Times> times) {
    double[] seconds =
        times.stream().mapToDouble(row -> row.jobSeconds() + row.driverSeconds()).toArray();
    double[][] counts =
        times.stream()
            .map(row -> new double[] {row.policies(), row.executors()})
            .toArray(double[][]::new);
    double[] parts = nonNegativeLeastSquares(seconds, counts);
    double squares = 0;
    for (int i = 0; i < seconds.length; i++) {
      double error = seconds[i] - parts[0] - parts[1] * counts[i][0] - parts[2] * counts[i][1];
      squares += error * error;
    }
    return new IterationModel(
        executorSeconds(times),
        parts[0],
        parts[1],
        parts[2],
        ScalingRun.median(times, Times::updateSeconds),
        Math.sqrt(squares / seconds.length));
  }

  /** Taken where the fewest executors share the cores of this machine, over the most policies. */
  private static double executorSeconds(List<Times> times) {
    Times widest =
        times.stream()
            .min(
                Comparator.comparingInt(Times::executors)
                    .thenComparing(Comparator.comparingInt(Times::policies).reversed()))
            .orElseThrow();
    return widest.taskSeconds() / widest.rounds();
  }

  /**
   * Returns intercept and slopes of a linear regression. A slope that noise made negative is left
   * out, the most negative one first, and the others are fitted again.
   */
  private static double[] nonNegativeLeastSquares(double[] y, double[][] x) {
    List<Integer> columns = new ArrayList<>(IntStream.range(0, x[0].length).boxed().toList());
    double[] result = new double[x[0].length + 1];
    while (!columns.isEmpty()) {
      OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
      regression.newSampleData(
          y,
          IntStream.range(0, x.length)
              .mapToObj(row -> columns.stream().mapToDouble(column -> x[row][column]).toArray())
              .toArray(double[][]::new));
      double[] fitted = regression.estimateRegressionParameters();
      int lowest =
          IntStream.rangeClosed(1, columns.size())
              .boxed()
              .min(Comparator.comparingDouble(i -> fitted[i]))
              .orElseThrow();
      if (fitted[lowest] >= 0) {
        result[0] = fitted[0];
        for (int i = 0; i < columns.size(); i++) {
          result[1 + columns.get(i)] = fitted[1 + i];
        }
        return result;
      }
      columns.remove(lowest - 1);
    }
    result[0] = IntStream.range(0, y.length).mapToDouble(i -> y[i]).average().orElseThrow();
    return result;
  }

  /** Returns what the driver does while no executor plays, in seconds. */
  double driverSeconds(int policies, int executors, double updatesPerEpisode) {
    return fixedSeconds
        + policySeconds * policies
        + taskSeconds * executors
        + updateSeconds(policies, updatesPerEpisode);
  }

  /** Returns the part of {@link #driverSeconds} that the updates take. */
  double updateSeconds(int policies, double updatesPerEpisode) {
    return updateSeconds * updatesPerEpisode * policies;
  }

  /**
   * Returns the fewest executors with which the driver takes more than half of an iteration; empty
   * if it does not even where every policy has an executor of its own.
   */
  OptionalInt driverLimit(int policies, double episodeSeconds, double updatesPerEpisode) {
    return IntStream.rangeClosed(1, policies)
        .filter(
            executors ->
                driverSeconds(policies, executors, updatesPerEpisode)
                    > rounds(policies, executors) * (episodeSeconds + executorSeconds))
        .findFirst();
  }

  /** Returns the policies that the busiest of some executors has to play. */
  static int rounds(int policies, int executors) {
    return (policies + executors - 1) / executors;
  }
}
