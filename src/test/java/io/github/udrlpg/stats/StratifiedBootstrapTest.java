package io.github.udrlpg.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class StratifiedBootstrapTest {
  private final StratifiedBootstrap bootstrap = new StratifiedBootstrap(20_000, 1);

  @Test
  void agreesWithRliableOverTwoTasks() {
    JsonNode reference = Reference.read().get("bootstrap");
    double[][] x = Reference.rows(reference.get("x"));
    double[][] y = Reference.rows(reference.get("y"));

    assertThat(Estimators.interquartileMean(Estimators.pooled(x)))
        .isCloseTo(reference.get("iqm").asDouble(), within(1e-9));
    // Random on both sides: a fiftieth of the width is several times the sampling error.
    assertClose(
        bootstrap.interval(x, Estimators::interquartileMean),
        Reference.doubles(reference.get("iqm_interval")));
    assertThat(ProbabilityOfImprovement.of(x, y))
        .isCloseTo(reference.get("probability_of_improvement").asDouble(), within(1e-12));
    assertClose(
        ProbabilityOfImprovement.interval(x, y, bootstrap),
        Reference.doubles(reference.get("probability_of_improvement_interval")));
  }

  private static void assertClose(Interval interval, double[] expected) {
    double width = expected[1] - expected[0];
    assertThat(interval.lower()).isCloseTo(expected[0], within(width / 50));
    assertThat(interval.upper()).isCloseTo(expected[1], within(width / 50));
  }

  @Test
  void theIntervalOfTheMeanOfTwoRunsIsKnownByHand() {
    // A resample is 0, 5 or 10 with chances of ¼, ½ and ¼: both 2.5 % tails lie in the ends.
    assertThat(bootstrap.interval(new double[][] {{0, 10}}, Estimators::mean))
        .isEqualTo(new Interval(0, 10));
    // Of three runs all equal but one, (2/3)³ = 30 % of the resamples miss it, 1/27 hold no other.
    assertThat(bootstrap.interval(new double[][] {{1, 1, 4}}, Estimators::mean))
        .isEqualTo(new Interval(1, 4));
  }

  @Test
  void tasksAreResampledEachByItself() {
    // Were runs drawn across tasks, the mean would vary.
    assertThat(bootstrap.interval(new double[][] {{1, 1, 1}, {5, 5, 5}}, Estimators::mean))
        .isEqualTo(new Interval(3, 3));
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    double[][] scores = {{1, 5, 2, 8, 9.5, 3}};

    assertThat(new StratifiedBootstrap(500, 3).interval(scores, Estimators::median))
        .isEqualTo(new StratifiedBootstrap(500, 3).interval(scores, Estimators::median));
  }

  @Test
  void aCurveDrawsWholeRuns() {
    double[][] runs = {{0, 10, 7}, {10, 0, 7}, {4, 6, 7}};

    List<Interval> band = bootstrap.curve(new double[][][] {runs}, Estimators::mean);

    assertThat(band).hasSize(3);
    assertThat(band.get(0))
        .isEqualTo(bootstrap.interval(new double[][] {{0, 10, 4}}, Estimators::mean));
    // The second point mirrors the first around 5, and so does its interval.
    assertThat(band.get(1).lower()).isCloseTo(10 - band.get(0).upper(), within(0.5));
    assertThat(band.get(2)).isEqualTo(new Interval(7, 7));
  }

  @Test
  void oneRunShowsNoSpread() {
    Interval interval = bootstrap.interval(new double[][] {{1, 2, 3}, {4}}, Estimators::mean);

    assertThat(interval.isKnown()).isFalse();
    assertThat(interval.contains(2)).isFalse();
  }

  @Test
  void resamplesThatHaveNoValueDoNotCount() {
    double[][] x = {{1, 2, 4}};
    double[][] y = {{1, 1, 3}};

    assertThat(bootstrap.interval(x, y, (a, b) -> Significance.hedgesG(a[0], b[0])).isKnown())
        .isTrue();
  }

  @Test
  void needsAResample() {
    assertThatThrownBy(() -> new StratifiedBootstrap(0, 1))
        .hasMessage("resamples must be positive, found 0");
  }
}
