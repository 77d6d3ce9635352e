package io.github.udrlpg.harness;

import io.github.udrlpg.algorithm.Learner;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.diagnosis.Finding;
import io.github.udrlpg.diagnosis.SignatureWatch;
import io.github.udrlpg.metrics.DiagnosisMetrics;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.metrics.OccupancyMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import java.io.IOException;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/**
 * Looks at every regular evaluation for the signatures of a run that fails. It only looks: no
 * random number is drawn and nothing that is trained on changes.
 */
final class Diagnosis {
  private static final double TOP = 0.1;

  private final Settings settings;
  private final ReturnBuckets returnBuckets;
  private final Learner learner;
  private final TrainingState state;
  private final RunMetrics metrics;
  private final TrainingListener listener;
  private final SignatureWatch watch;
  private double achievedSpread = Double.NaN;

  /**
   * Creates a diagnosis that goes on behind earlier rows.
   *
   * @param returnBuckets those of the dataset's directories
   * @throws IOException if what the run measured already cannot be read; what stands there is not
   *     warned of again
   */
  Diagnosis(
      Settings settings,
      ReturnBuckets returnBuckets,
      Learner learner,
      TrainingState state,
      RunMetrics metrics,
      TrainingListener listener)
      throws IOException {
    this.settings = settings;
    this.returnBuckets = returnBuckets;
    this.learner = learner;
    this.state = state;
    this.metrics = metrics;
    this.listener = listener;
    this.watch = SignatureWatch.of(metrics.diagnosis().read());
    metrics.identity().read().forEach(this::note);
  }

  /** Remembers how well commands were met, for the evaluations that follow. */
  void note(IdentityMetrics identity) {
    if (identity.kind().equals("seen")) {
      achievedSpread = identity.achievedSpread();
    }
  }

  /**
   * The run as it stands when an evaluation is settled.
   *
   * @param weightSpread over commands, in weights
   * @param noise σ of the rollouts
   * @param unimproved iterations without a higher return
   * @param unimprovedShare of the budget, likewise
   * @param emptyTop share of the highest buckets that is empty
   * @param seen buckets up to the highest return seen
   * @param occupied share of these that hold a remembered policy
   * @param storedByBucket stored policies by return bucket of the dataset
   * @param liveByBucket remembered ones
   */
  record View(
      double weightSpread,
      double noise,
      int unimproved,
      double unimprovedShare,
      double emptyTop,
      int seen,
      double occupied,
      Map<Integer, Long> storedByBucket,
      Map<Integer, Long> liveByBucket) {}

  /** Looks at the run as it stands. */
  View look() {
    ReturnBuckets buckets = new ReturnBuckets(settings.buffer().buckets());
    BitSet occupied = occupied(buckets);
    int seen = buckets.indexOf(state.highestCommand()) + 1;
    int end = buckets.indexOf(Math.min(1, state.ceiling())) + 1;
    int top = (int) Math.ceil(TOP * end);
    return new View(
        weightSpread(learner.policies(grid())),
        settings.rollout().noise(state.highest()),
        state.nextIteration - 1 - state.bestIteration,
        (double) (state.envSteps - state.bestEnvSteps) / settings.training().maxEnvSteps(),
        1 - (double) occupied.get(end - top, end).cardinality() / top,
        seen,
        (double) occupied.get(0, seen).cardinality() / seen,
        new TreeMap<>(state.storedByBucket),
        remembered(learner, returnBuckets));
  }

  /**
   * Stores what an evaluation at the highest return seen tells, and warns where it has to.
   *
   * @param view of when it was settled
   */
  void add(View view, EvaluationMetrics evaluation) {
    DiagnosisMetrics row = diagnose(view, evaluation);
    metrics.diagnosis().add(row);
    watch.next(row).stream().map(Finding::message).forEach(listener::warning);

    TreeSet<Integer> buckets = new TreeSet<>(view.storedByBucket().keySet());
    buckets.addAll(view.liveByBucket().keySet());
    for (int bucket : buckets) {
      metrics
          .occupancy()
          .add(
              new OccupancyMetrics(
                  row.iteration(),
                  row.envSteps(),
                  bucket,
                  view.liveByBucket().getOrDefault(bucket, 0L),
                  view.storedByBucket().getOrDefault(bucket, 0L)));
    }
  }

  private DiagnosisMetrics diagnose(View view, EvaluationMetrics evaluation) {
    double width = settings.returns().max() - settings.returns().min();
    return new DiagnosisMetrics(
        evaluation.iteration(),
        evaluation.envSteps(),
        view.weightSpread(),
        view.noise(),
        view.noise() > 0 ? view.weightSpread() / view.noise() : Double.NaN,
        achievedSpread,
        (evaluation.meanTrainingReturn() - evaluation.commandedReturn()) / width,
        evaluation.trainingReturnDeviation() / width,
        view.unimproved(),
        view.unimprovedShare(),
        view.emptyTop(),
        (int) sum(view.liveByBucket()),
        sum(view.storedByBucket()),
        view.seen(),
        view.occupied());
  }

  private static long sum(Map<Integer, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns how many policies a learner remembers by return bucket; empty ones are left out. */
  static Map<Integer, Long> remembered(Learner learner, ReturnBuckets buckets) {
    return buckets.histogram(DoubleStream.of(learner.rememberedReturns()));
  }

  private double[] grid() {
    return Evaluator.evenCommands(settings.evaluation().extensiveCommands()).stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private BitSet occupied(ReturnBuckets buckets) {
    BitSet occupied = new BitSet();
    for (double scaledReturn : learner.rememberedReturns()) {
      occupied.set(buckets.indexOf(scaledReturn));
    }
    return occupied;
  }

  /**
   * Returns the root mean square over weights of their standard deviation over commands.
   *
   * @param weights {@code [commands, parameters]}
   */
  static double weightSpread(float[][] weights) {
    double variances = 0;
    int parameters = weights[0].length;
    for (int parameter = 0; parameter < parameters; parameter++) {
      double mean = 0;
      for (float[] policy : weights) {
        mean += policy[parameter];
      }
      mean /= weights.length;
      for (float[] policy : weights) {
        variances += (policy[parameter] - mean) * (policy[parameter] - mean);
      }
    }
    return Math.sqrt(variances / weights.length / parameters);
  }
}
