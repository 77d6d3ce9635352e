package io.github.udrlpg.metrics;

/**
 * How many policies one return bucket of the dataset held at a regular evaluation; a bucket that
 * nothing was stored in has no row.
 *
 * @param iteration the iteration after which it was counted
 * @param envSteps environment steps of training until then
 * @param bucket the bucket of the dataset's directories, from 0
 * @param live policies of it in the live buffer
 * @param stored policies of it in the dataset
 */
public record OccupancyMetrics(int iteration, long envSteps, int bucket, long live, long stored) {}
