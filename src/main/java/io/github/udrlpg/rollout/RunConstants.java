package io.github.udrlpg.rollout;

import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.policy.PolicyShape;
import java.io.Serializable;

/**
 * What is the same for everything that a run rolls out.
 *
 * @param run the run's identifier
 * @param seeds the run's seeds
 * @param environment the environment's identifier
 * @param shape the policies' layers
 * @param returns the scale of commands
 * @param returnBuckets those of the dataset's directories
 */
public record RunConstants(
    String run,
    Seeds seeds,
    String environment,
    PolicyShape shape,
    ReturnScale returns,
    ReturnBuckets returnBuckets)
    implements Serializable {}
