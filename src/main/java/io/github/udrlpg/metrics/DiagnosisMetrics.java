package io.github.udrlpg.metrics;

/**
 * What tells a run that fails, at one regular evaluation; docs/algorithm.md defines each column.
 *
 * @param iteration the iteration after which it was done
 * @param envSteps environment steps of training until then
 * @param weightSpread root mean square over the policy's weights of their standard deviation over
 *     the commands of the extensive evaluation
 * @param noise standard deviation of the noise on every weight
 * @param spreadToNoise the quotient of both; NaN without noise
 * @param achievedSpread of the newest extensive evaluation before, over its commands up to the
 *     highest return seen; NaN before there was one
 * @param misalignment achieved − commanded at the highest return seen, as a share of returns.max −
 *     returns.min
 * @param returnDeviation sample standard deviation of the training return over the episodes of that
 *     evaluation, as a share of the same
 * @param iterationsSinceBest iterations since the one that saw the highest return
 * @param shareSinceBest environment steps since then, as a share of training.max-env-steps
 * @param emptyTopBuckets share of the highest tenth of buffer.buckets that hold no live policy,
 *     counted up to 1 or the ceiling of returns
 * @param liveEntries policies in the live buffer
 * @param storedPolicies policies rolled out since the start of the run
 * @param seenBuckets buckets from 0 up to that of the highest return seen
 * @param occupiedBuckets share of these that hold a live policy
 */
public record DiagnosisMetrics(
    int iteration,
    long envSteps,
    double weightSpread,
    double noise,
    double spreadToNoise,
    double achievedSpread,
    double misalignment,
    double returnDeviation,
    int iterationsSinceBest,
    double shareSinceBest,
    double emptyTopBuckets,
    int liveEntries,
    long storedPolicies,
    int seenBuckets,
    double occupiedBuckets) {}
