package io.github.udrlpg.sweep;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.experiment.GroupResults;
import io.github.udrlpg.experiment.GroupResults.SeedRun;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.experiment.Score;
import io.github.udrlpg.run.TrainingJob;
import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.store.UserPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The runs of a rung, and whose they are. */
final class RungBatch {
  private final SweepDirectory directory;
  private final List<Long> seeds;
  private final Search.Listener listener;
  private final Map<String, String> tags;
  private final List<RungEntry> entries = new ArrayList<>();
  private final List<RunGroup> groups = new ArrayList<>();
  private final List<TrainingJob> jobs = new ArrayList<>();
  private final List<TrialRun> refused = new ArrayList<>();
  private final Map<String, Trial> trialOf = new HashMap<>();

  RungBatch(
      SweepDirectory directory,
      List<Long> seeds,
      Search.Listener listener,
      Map<String, String> tags) {
    this.directory = directory;
    this.seeds = seeds;
    this.listener = listener;
    this.tags = Map.copyOf(tags);
  }

  /** Begins the runs of a trial; a trial whose directory is damaged is one that failed. */
  void add(RungEntry entry, Map<String, String> versions) throws IOException {
    try {
      RunGroup group = entry.group(directory, seeds);
      group.begin();
      List<TrainingJob> ofGroup =
          group.jobs(versions).stream().map(job -> job.asTrial(tags(entry))).toList();
      ofGroup.forEach(job -> trialOf.put(job.directory(), entry.trial()));
      jobs.addAll(ofGroup);
      groups.add(group);
      entries.add(entry);
    } catch (InvalidInputException e) {
      seeds.forEach(seed -> refused.add(failed(entry, seed, e.getMessage())));
    }
  }

  private Map<String, String> tags(RungEntry entry) {
    Map<String, String> all = new HashMap<>(tags);
    all.put("udrlpg.sweep", directory.toString());
    all.put("udrlpg.trial", String.valueOf(entry.trial().index()));
    return all;
  }

  /** Returns the runs to train. */
  List<TrainingJob> jobs() {
    return jobs;
  }

  /** Tells the listener of a run that has ended. */
  void ended(TrainingOutcome outcome) {
    listener.runEnded(
        trialOf.get(outcome.directory()), UserPath.written(outcome.directory()), outcome);
  }

  /**
   * Returns what the runs came to, as their files say.
   *
   * @param outcomes what became of each of {@link #jobs}
   */
  List<TrialRun> runs(List<TrainingOutcome> outcomes) throws IOException {
    List<TrialRun> runs = new ArrayList<>(refused);
    for (int i = 0; i < entries.size(); i++) {
      int from = i * seeds.size();
      runs.addAll(runs(entries.get(i), groups.get(i), outcomes.subList(from, from + seeds.size())));
    }
    return runs;
  }

  private List<TrialRun> runs(RungEntry entry, RunGroup group, List<TrainingOutcome> outcomes)
      throws IOException {
    try {
      return GroupResults.read(group, outcomes).runs().stream()
          .map(run -> scored(entry, run))
          .toList();
    } catch (InvalidInputException e) {
      return seeds.stream().map(seed -> failed(entry, seed, e.getMessage())).toList();
    }
  }

  private static TrialRun scored(RungEntry entry, SeedRun run) {
    if (!run.isFinished()) {
      return failed(entry, run.seed(), run.cause());
    }
    Map<Score, Double> scores = new EnumMap<>(Score.class);
    for (Score each : Score.values()) {
      scores.put(each, each.of(run.requireScores()));
    }
    return run(entry, run.seed(), "", scores);
  }

  private static TrialRun failed(RungEntry entry, long seed, String cause) {
    return run(entry, seed, cause.lines().findFirst().orElse("unknown"), Map.of());
  }

  private static TrialRun run(RungEntry entry, long seed, String cause, Map<Score, Double> scores) {
    return new TrialRun(
        entry.trial().index(),
        entry.bracket(),
        entry.rung(),
        seed,
        entry.envSteps(),
        cause,
        scores);
  }
}
