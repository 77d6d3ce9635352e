package io.github.udrlpg.diagnosis;

import io.github.udrlpg.metrics.DiagnosisMetrics;
import io.github.udrlpg.text.Text;

/** The ways in which runs fail, each with what shows it and what to change. */
public enum Signature {
  /** The generator makes the same policy whatever is commanded. */
  MODE_COLLAPSE(
      "Mode collapse",
      "Raise coverage.share, so that low returns are rolled out too, and coverage.batch-share, so that"
          + " batches hold them; where the weights do not move at all, raise"
          + " generator.learning-rate") {
    @Override
    boolean shows(DiagnosisMetrics row) {
      return flatWeights(row) || row.achievedSpread() < LEAST_ACHIEVED_SPREAD;
    }

    @Override
    public String value(DiagnosisMetrics row) {
      return Text.format(
          "weights spread %s%s, returns %s",
          number(row.weightSpread()),
          Double.isNaN(row.spreadToNoise())
              ? ""
              : Text.format(" (%s of the noise)", percent(row.spreadToNoise())),
          Double.isNaN(row.achievedSpread())
              ? "not measured yet"
              : percent(row.achievedSpread()) + " of what is commanded");
    }

    @Override
    public String limit() {
      return Text.format(
          "weights below %s of rollout.noise, or returns below %s of what is commanded",
          percent(LEAST_SPREAD), percent(LEAST_ACHIEVED_SPREAD));
    }

    @Override
    String meaning(DiagnosisMetrics row) {
      return flatWeights(row)
          ? Text.format(
              "over commands from 0 to 1 the generated weights differ by %s only, which is %s of"
                  + " rollout.noise: nearly the same policy whatever is commanded",
              number(row.weightSpread()), percent(row.spreadToNoise()))
          : Text.format(
              "the last extensive evaluation achieved nearly the same return whatever was"
                  + " commanded: its returns spread over %s of what the commands do",
              percent(row.achievedSpread()));
    }

    private static boolean flatWeights(DiagnosisMetrics row) {
      return row.spreadToNoise() < LEAST_SPREAD;
    }
  },

  /** The highest return seen is commanded and not achieved, or far exceeded. */
  COMMAND_MISALIGNMENT(
      "Command misalignment",
      "If the highest return was luck, rollout.episodes-per-policy above 1 or"
          + " buffer.bucket-capacity = unlimited lets several episodes or policies stand for a"
          + " return; if the generator lags behind, raise training.updates-per-episode or"
          + " generator.learning-rate") {
    @Override
    boolean shows(DiagnosisMetrics row) {
      return Math.abs(row.misalignment()) > MOST_MISALIGNMENT;
    }

    @Override
    public String value(DiagnosisMetrics row) {
      if (Double.isNaN(row.misalignment())) {
        return NOT_MEASURED;
      }
      return Text.format(
          "%s of the scale %s the command",
          percent(Math.abs(row.misalignment())), row.misalignment() < 0 ? "below" : "above");
    }

    @Override
    public String limit() {
      return Text.format("more than %s off", percent(MOST_MISALIGNMENT));
    }

    @Override
    String meaning(DiagnosisMetrics row) {
      return "commanded the highest return seen, policies without noise end " + value(row);
    }
  },

  /** Equal commands give very different returns. */
  RETURN_VARIANCE(
      "Return variance",
      "Raise rollout.episodes-per-policy, so that the stored return of a policy is a mean and not"
          + " one lucky start; evaluation.episodes above the default tells how wide it really is") {
    @Override
    boolean shows(DiagnosisMetrics row) {
      return row.returnDeviation() > MOST_DEVIATION;
    }

    @Override
    public String value(DiagnosisMetrics row) {
      return Double.isNaN(row.returnDeviation())
          ? NOT_MEASURED
          : Text.format("std %s of the scale", percent(row.returnDeviation()));
    }

    @Override
    public String limit() {
      return "above " + percent(MOST_DEVIATION);
    }

    @Override
    String meaning(DiagnosisMetrics row) {
      return "repeated episodes of one policy without noise differ: " + value(row);
    }
  },

  /** Nothing better is found although there is room for it. */
  STAGNATION(
      "Stagnation",
      "Raise rollout.noise or rollout.policies-per-iteration to search wider; if the highest return"
          + " seen is as good as the task allows, lower returns.max to it") {
    @Override
    boolean shows(DiagnosisMetrics row) {
      return row.shareSinceBest() > LONGEST_WITHOUT_BEST && row.emptyTopBuckets() == 1;
    }

    @Override
    public String value(DiagnosisMetrics row) {
      return Text.format(
          "no new best for %s iterations, %s of the top buckets empty",
          row.iterationsSinceBest(), percent(row.emptyTopBuckets()));
    }

    @Override
    public String limit() {
      return Text.format(
          "more than %s of the steps without a new best, all of the top buckets empty",
          percent(LONGEST_WITHOUT_BEST));
    }

    @Override
    String meaning(DiagnosisMetrics row) {
      return Text.format(
              "no higher return for %s iterations, %s of training.max-env-steps, and no live policy"
                  + " in",
              row.iterationsSinceBest(), percent(row.shareSinceBest()))
          + " the highest tenth of the buckets";
    }
  },

  /** Few different returns are trained on. */
  SPARSE_BUFFER(
      "Sparse buffer",
      "Raise rollout.noise or set rollout.command = seen-range for more different returns, or lower"
          + " buffer.buckets") {
    @Override
    boolean shows(DiagnosisMetrics row) {
      return row.storedPolicies() >= row.seenBuckets() && row.occupiedBuckets() < LEAST_OCCUPIED;
    }

    @Override
    public String value(DiagnosisMetrics row) {
      return Text.format(
          "%s live policies in %s of %s buckets",
          row.liveEntries(), percent(row.occupiedBuckets()), row.seenBuckets());
    }

    @Override
    public String limit() {
      return Text.format(
          "in fewer than %s of them, once that many policies were stored", percent(LEAST_OCCUPIED));
    }

    @Override
    String meaning(DiagnosisMetrics row) {
      return Text.format(
          "of the %s buckets up to the highest return seen only %s hold a live policy, after %s"
              + " policies: what lies between is not learned",
          row.seenBuckets(), percent(row.occupiedBuckets()), row.storedPolicies());
    }
  };

  private static final String NOT_MEASURED = "not measured: every episode diverged";
  private static final double LEAST_SPREAD = 0.02;
  private static final double LEAST_ACHIEVED_SPREAD = 0.1;
  private static final double MOST_MISALIGNMENT = 0.1;
  private static final double MOST_DEVIATION = 0.1;
  private static final double LONGEST_WITHOUT_BEST = 0.1;
  private static final double LEAST_OCCUPIED = 0.05;

  private final String title;
  private final String advice;

  Signature(String title, String advice) {
    this.title = title;
    this.advice = advice;
  }

  /** Returns the name for people. */
  public String title() {
    return title;
  }

  /** Returns which keys to change, as a sentence without its full stop. */
  public String advice() {
    return advice;
  }

  /** Returns what was measured, in a few words. */
  public abstract String value(DiagnosisMetrics row);

  /** Returns beyond what measurement the signature shows. */
  public abstract String limit();

  /** Returns whether one evaluation shows it; not a number never does. */
  abstract boolean shows(DiagnosisMetrics row);

  abstract String meaning(DiagnosisMetrics row);

  private static String percent(double share) {
    return Text.format(share < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  private static String number(double value) {
    return Text.format("%.2g", value);
  }
}
