package io.github.udrlpg.metrics;

/**
 * One iteration; docs/algorithm.md defines each column.
 *
 * @param iteration counted from 0, the warm-up
 * @param envSteps environment steps of training since the start of the run
 * @param episodes training episodes since the start of the run
 * @param policies policies rolled out in this iteration
 * @param meanCommand mean of the commands they were generated for, as scaled returns
 * @param meanReturn mean return of the perturbed policies, the survival bonus included; those with
 *     an episode that diverged are left out here and in the three that follow, which are NaN where
 *     there is no other
 * @param maxReturn highest return among them
 * @param meanScaledReturn mean scaled return among them
 * @param highestSeen highest scaled return since the start of the run
 * @param divergedEpisodes episodes of this iteration whose simulation broke down
 * @param updates generator updates of this iteration: those that its own policies call for, or with
 *     overlapping those of the iteration before, which ran beside its rollouts
 * @param meanLoss mean squared error over those updates; NaN without updates
 * @param bufferSize policies in the live buffer
 * @param rolloutSeconds wall time of the slowest task's episodes
 * @param trainSeconds wall time of the updates; with overlapping it runs beside {@code
 *     rolloutSeconds}, so the times of an iteration may add up to more than its wall time
 * @param overheadSeconds what is left of the iteration's wall time without rollouts and without
 *     waiting for updates, evaluation and checkpoint left out
 */
public record IterationMetrics(
    int iteration,
    long envSteps,
    long episodes,
    int policies,
    double meanCommand,
    double meanReturn,
    double maxReturn,
    double meanScaledReturn,
    double highestSeen,
    int divergedEpisodes,
    int updates,
    double meanLoss,
    int bufferSize,
    double rolloutSeconds,
    double trainSeconds,
    double overheadSeconds) {}
