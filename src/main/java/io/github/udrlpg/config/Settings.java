package io.github.udrlpg.config;

/**
 * Every setting of a run, one record for each group of keys; {@code reference.conf} gives meaning,
 * unit, range and default of each.
 *
 * <p>Settings stay in the process that loaded them: another one is sent {@link
 * ConfigLoader.Loaded#json()} and loads that.
 *
 * @param run group {@code run}
 * @param env group {@code env}
 * @param returns group {@code returns}
 * @param policy group {@code policy}
 * @param generator group {@code generator}
 * @param buffer group {@code buffer}
 * @param rollout group {@code rollout}
 * @param coverage group {@code coverage}
 * @param training group {@code training}
 * @param evaluation group {@code evaluation}
 * @param calibration group {@code calibration}
 * @param store group {@code store}
 * @param checkpoint group {@code checkpoint}
 * @param progress group {@code progress}
 * @param tracking group {@code tracking}
 */
public record Settings(
    RunSettings run,
    EnvSettings env,
    ReturnSettings returns,
    PolicySettings policy,
    GeneratorSettings generator,
    BufferSettings buffer,
    RolloutSettings rollout,
    CoverageSettings coverage,
    TrainingSettings training,
    EvaluationSettings evaluation,
    CalibrationSettings calibration,
    StoreSettings store,
    CheckpointSettings checkpoint,
    ProgressSettings progress,
    TrackingSettings tracking) {

  /**
   * @throws IllegalArgumentException if values of different groups do not fit, naming them
   */
  public Settings {
    Rules.acrossGroups()
        .that(
            store.partitionBuckets() <= buffer.buckets(),
            "store.partition-buckets",
            "must not exceed buffer.buckets = " + buffer.buckets(),
            store.partitionBuckets(),
            "buffer.buckets")
        .that(
            training.returnCeiling().orElse(Double.POSITIVE_INFINITY) > returns.min(),
            "training.return-ceiling",
            "must be above returns.min = " + returns.min(),
            training.returnCeiling().orElse(Double.NaN),
            "returns.min")
        .that(
            rollout.commands().stream().allMatch(c -> c <= ceiling(returns, training)),
            "rollout.commands",
            "must not exceed training.return-ceiling, which is the command "
                + ceiling(returns, training),
            rollout.commands(),
            "training.return-ceiling",
            "returns.min",
            "returns.max")
        .check();
  }

  private static double ceiling(ReturnSettings returns, TrainingSettings training) {
    return (training.returnCeiling().orElse(Double.POSITIVE_INFINITY) - returns.min())
        / (returns.max() - returns.min());
  }
}
