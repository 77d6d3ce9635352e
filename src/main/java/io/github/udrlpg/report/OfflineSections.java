package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.BucketCount;
import io.github.udrlpg.report.ReportData.LossPoint;
import io.github.udrlpg.text.Text;
import java.util.List;

/** The parts of a page that are others where a generator was trained from a dataset alone. */
final class OfflineSections {
  private OfflineSections() {}

  static String loss(ReportData data) {
    List<LossPoint> points = LossChart.drawable(data);
    if (points.isEmpty()) {
      return Page.note("No loss was a number above 0: there is no curve to show.");
    }
    LossPoint first = points.get(0);
    LossPoint last = points.get(points.size() - 1);
    return new Figure(
            Text.format(
                "Loss over updates: %s over the first %s, %s at the end, after %s.",
                loss(first.meanLoss()), first.updates(), loss(last.meanLoss()), last.updates()),
            "The mean squared error of generated weights, a point for every hundred updates. It"
                + " should fall and level off; while it falls, more updates may help. It cannot"
                + " fall below what policies of one return differ by, and says nothing of what"
                + " policies earn: that is the identity curve.",
            style -> Charts.loss(data, style))
        .html();
  }

  private static String loss(double value) {
    return Text.format("%.3g", value);
  }

  static String buckets(ReportData data) {
    if (data.buckets().isEmpty()) {
      return Page.note("The dataset has no policies: there are no return buckets to show.");
    }
    return new Figure(
            Text.format(
                "Histogram of %s return buckets: %s policies in the dataset, %s of them trained"
                    + " on.",
                data.buckets().size(),
                data.buckets().stream().mapToLong(BucketCount::stored).sum(),
                data.buckets().stream().mapToLong(BucketCount::live).sum()),
            "The policies of the dataset, and those of them that the generator was trained on:"
                + " buffer.capacity and buffer.bucket-capacity decide how many. A return without"
                + " policies was not learned.",
            style -> Charts.bucketHistogram(data, style))
        .html();
  }
}
