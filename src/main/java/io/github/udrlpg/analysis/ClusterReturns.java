package io.github.udrlpg.analysis;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What some policies of a bucket earned in new episodes.
 *
 * @param bucket the return bucket
 * @param what who was played
 * @param policies how many were played
 * @param episodes played by all together, those that diverged left out
 * @param mean mean return
 * @param deviation standard deviation of returns
 */
record ClusterReturns(
    int bucket, What what, int policies, int episodes, double mean, double deviation)
    implements Serializable {

  /** Who was played. */
  enum What {
    /** Members of the first cluster. */
    MEMBERS_OF_FIRST("members of the first", "members 1"),
    /** Members of the second cluster. */
    MEMBERS_OF_SECOND("members of the second", "members 2"),
    /** The mean of the first cluster's weights. */
    MEAN_OF_FIRST("mean of the first", "mean 1"),
    /** The mean of the second cluster's weights. */
    MEAN_OF_SECOND("mean of the second", "mean 2"),
    /** The mean of both means. */
    MIDPOINT("mean of both means", "both");

    private final String label;
    private final String mark;

    What(String label, String mark) {
      this.label = label;
      this.mark = mark;
    }

    /** Returns a name that is short enough for a legend. */
    String mark() {
      return mark;
    }

    String label() {
      return label;
    }
  }

  Row row() {
    return RowFactory.create(bucket, what.label(), policies, episodes, mean, deviation);
  }
}
