package io.github.udrlpg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.report.ReportData.BucketCount;
import io.github.udrlpg.report.ReportData.CurvePoint;
import io.github.udrlpg.report.ReportData.TrainingPoint;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {

  @Test
  void evaluationsAreChosenEvenlyWithBothEnds() {
    List<CurvePoint> points =
        IntStream.range(0, 101).mapToObj(i -> new CurvePoint(i, i, 0, 0)).toList();

    assertThat(Thinning.curve(points, 5))
        .extracting(CurvePoint::envSteps)
        .containsExactly(0L, 25L, 50L, 75L, 100L);
    assertThat(Thinning.curve(points, 101)).isEqualTo(points);
  }

  @Test
  void iterationsAreMergedToTheirMeanAndMaximum() {
    List<TrainingPoint> points =
        List.of(
            new TrainingPoint(1, 10, 20),
            new TrainingPoint(2, 20, 90),
            new TrainingPoint(3, Double.NaN, 1),
            new TrainingPoint(4, 60, 61),
            new TrainingPoint(5, 40, 41),
            new TrainingPoint(6, 8, 9));

    assertThat(Thinning.training(points, 3))
        .containsExactly(
            new TrainingPoint(2, 15, 90), new TrainingPoint(5, 50, 61), new TrainingPoint(6, 8, 9));
  }

  @Test
  void bucketsAreMergedToTheirSum() {
    List<BucketCount> buckets =
        List.of(
            new BucketCount(0, 1, 5, 1), new BucketCount(1, 2, 6, 2), new BucketCount(2, 3, 7, 0));

    assertThat(Thinning.buckets(buckets, 2))
        .containsExactly(new BucketCount(0, 2, 11, 3), new BucketCount(2, 3, 7, 0));
  }

  @Test
  void ticksAreShort() {
    assertThat(List.of(0.0, -0.0, 0.25, 250.0, 9_999.0, 15_000.0, 3e6, 2.5e9, -40.0))
        .extracting(Axis::tick)
        .containsExactly("0", "0", "0.25", "250", "9999", "15k", "3M", "2.5G", "−40");
  }
}
