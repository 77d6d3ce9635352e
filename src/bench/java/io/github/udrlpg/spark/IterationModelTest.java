package io.github.udrlpg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.spark.ScalingRun.Times;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("benchmarks")
class IterationModelTest {
  private static final double UPDATE = 0.02;

  @Test
  void findsTheFewExecutorsThatTheDriverCanKeepBusy() {
    // The driver needs 0.1 s and 0.02 s for each of 8 · 64 updates: 10.34 s in all.
    IterationModel model = new IterationModel(0, 0.1, 0, 0, UPDATE, 0);

    assertThat(model.driverSeconds(64, 3, 8)).isCloseTo(10.34, within(1e-9));
    // Six executors play 11 policies of a second each, seven play 10.
    assertThat(model.driverLimit(64, 1, 8)).hasValue(7);
    assertThat(model.driverLimit(64, 0.1, 8)).hasValue(1);
    assertThat(model.driverLimit(64, 60, 8)).isEmpty();
    assertThat(model.driverLimit(64, 60, 0)).isEmpty();
  }

  @Test
  void fitsTheMeasurementsThatItPredicts() {
    IterationModel model = new IterationModel(0.01, 0.2, 0.004, 0.03, UPDATE, 0);
    List<Times> times =
        List.of(times(model, 1, 32), times(model, 2, 32), times(model, 1, 4), times(model, 4, 16));

    IterationModel fitted = IterationModel.fit(times);

    assertThat(fitted.executorSeconds()).isCloseTo(0.01, within(1e-9));
    assertThat(fitted.fixedSeconds()).isCloseTo(0.2, within(1e-9));
    assertThat(fitted.policySeconds()).isCloseTo(0.004, within(1e-9));
    assertThat(fitted.taskSeconds()).isCloseTo(0.03, within(1e-9));
    assertThat(fitted.updateSeconds()).isEqualTo(UPDATE);
    assertThat(fitted.residualSeconds()).isCloseTo(0, within(1e-9));
  }

  @Test
  void noPartOfTheDriverGivesTimeBack() {
    IterationModel impossible = new IterationModel(0.01, 0.2, 0.004, -0.03, UPDATE, 0);
    List<Times> times =
        List.of(
            times(impossible, 1, 32),
            times(impossible, 2, 32),
            times(impossible, 1, 4),
            times(impossible, 4, 16));

    IterationModel fitted = IterationModel.fit(times);

    assertThat(fitted.taskSeconds()).isZero();
    assertThat(fitted.policySeconds()).isPositive();
    assertThat(fitted.residualSeconds()).isPositive();
  }

  @Test
  void saysWhatToSetWhereTheDriverIsTheLimit() {
    assertThat(table(new IterationModel(0, 0.1, 0, 0, UPDATE, 0)))
        .containsPattern(" 1\\.0 +64 +7 +64 +- +training\\.updates-per-episode\n")
        .containsPattern(" 60\\.0 +64 +- +- +- +-\n");
    assertThat(table(new IterationModel(0, 4, 0, 0, 0, 0)))
        .containsPattern(" 1\\.0 +16 +6 +6 +6 +rollout\\.policies-per-iteration\n");
    assertThat(table(new IterationModel(0, 0, 0.2, 0, 0, 0)))
        .containsPattern(" 1\\.0 +256 +6 +6 +6 +rollout\\.episodes-per-policy\n");
  }

  private static Times times(IterationModel model, int executors, int policies) {
    int rounds = IterationModel.rounds(policies, executors);
    double driver = model.driverSeconds(policies, executors, 0);
    double task = rounds * model.executorSeconds();
    return new Times(
        executors,
        policies,
        rounds + task + driver,
        rounds,
        task,
        driver / 4,
        driver * 3 / 4,
        UPDATE);
  }

  private static String table(IterationModel model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DriverLimitTable.print(model, 8, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
