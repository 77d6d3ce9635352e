package io.github.udrlpg.analysis;

/**
 * A policy of the sample, with sketches of its weights.
 *
 * @param key which one it is
 * @param bucket its return bucket
 * @param meanReturn mean return of its episodes
 * @param noise standard deviation of the noise on every weight
 * @param overall whether it is in the sample over all buckets, and not only in its bucket's
 * @param file the file that holds it
 * @param own its weights as stored, sketched
 * @param restated its weights as they read under the common observation statistics, sketched
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record SampledPolicy(
    PolicyKey key,
    int bucket,
    double meanReturn,
    double noise,
    boolean overall,
    int file,
    float[] own,
    float[] restated) {}
