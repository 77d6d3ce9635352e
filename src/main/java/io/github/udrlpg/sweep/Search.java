package io.github.udrlpg.sweep;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.Sweep;
import io.github.udrlpg.experiment.Score;
import io.github.udrlpg.experiment.SeedRange;
import io.github.udrlpg.run.TrainingJob;
import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/**
 * Trains the trials of a sweep, rung by rung. A trial is a {@link
 * io.github.udrlpg.experiment.RunGroup}; one that goes on from a rung is resumed with more
 * environment steps, from its checkpoints.
 */
public final class Search {
  private final SweepDirectory directory;
  private final Sweep sweep;
  private final Score score;
  private final List<Long> seeds;
  private final Schedule schedule;
  private final List<Trial> trials;
  private final Ledger ledger;

  /** Whoever trains a batch of runs, many at once. */
  @FunctionalInterface
  public interface Trainer {
    /**
     * Trains runs to their ends.
     *
     * @param work the runs of a rung
     * @param ended is called by one thread at a time when a run has ended, well or not
     * @return what became of each, in order
     */
    List<TrainingOutcome> run(Work work, Consumer<TrainingOutcome> ended);
  }

  /**
   * The runs of one rung.
   *
   * @param title what they are called
   * @param jobs the runs
   * @param laterSteps environment steps that the rungs after this one will train
   */
  public record Work(String title, List<TrainingJob> jobs, long laterSteps) {
    /** Copies the list. */
    public Work {
      jobs = List.copyOf(jobs);
    }
  }

  /** Follows a sweep. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A run of a trial has ended, well or not.
     *
     * @param run the run's directory
     */
    void runEnded(Trial trial, Path run, TrainingOutcome outcome);
  }

  /**
   * Prepares a search; nothing is written.
   *
   * @throws InvalidInputException if a setting, the seeds or the score are invalid
   */
  public Search(SweepDirectory directory, Sweep sweep) {
    this.directory = directory;
    this.sweep = sweep;
    this.score = Score.named(sweep.score(), "sweep.score");
    this.seeds = SeedRange.parse(sweep.seeds());
    this.schedule = Schedule.of(sweep);
    this.trials = Trials.of(sweep, schedule.trials());
    this.ledger = new Ledger(directory.hadoop(), directory.path());
  }

  /**
   * Makes sure that all trials can begin.
   *
   * @throws InvalidInputException naming all that cannot, and why
   */
  public void requireRunnable() throws IOException {
    List<String> problems = new ArrayList<>();
    for (RungEntry entry : entries(0, List.of())) {
      try {
        entry.group(directory, seeds);
      } catch (InvalidInputException e) {
        problems.add(Text.format("trial %d: %s", entry.trial().index(), e.getMessage()));
      }
    }
    Trials.throwIfAny(problems, trials.size());
  }

  /**
   * Trains whatever has not come to its end.
   *
   * @param versions of the software, for the manifests of runs
   * @param tags what a tracking server is told of every run besides
   * @return every run of every rung
   */
  public List<TrialRun> run(
      Trainer trainer, Listener listener, Map<String, String> versions, Map<String, String> tags)
      throws IOException {
    List<TrialRun> all = new ArrayList<>();
    List<TrialRun> previous = List.of();
    for (int rung = 0; rung < schedule.rungs(); rung++) {
      List<RungEntry> entries = entries(rung, previous);
      Optional<List<TrialRun>> known = ledger.read(rung).filter(isFinal(rung, entries));
      if (known.isPresent()) {
        previous = known.get();
      } else {
        RungBatch batch = new RungBatch(directory, seeds, listener, tags);
        for (RungEntry entry : entries) {
          batch.add(entry, versions);
        }
        previous = train(rung, batch, trainer);
        ledger.write(rung, previous);
      }
      all.addAll(previous);
    }
    return all;
  }

  /**
   * What others were decided by stays as it is; what failed in the last rung, or was not there
   * before, is tried again.
   */
  private Predicate<List<TrialRun>> isFinal(int rung, List<RungEntry> entries) {
    return runs ->
        rung < schedule.rungs() - 1
            || (runs.size() == entries.size() * seeds.size()
                && runs.stream().allMatch(TrialRun::isFinished));
  }

  /** Returns who is in a rung: all at first, then the best of the one before. */
  private List<RungEntry> entries(int rung, List<TrialRun> previous) {
    List<RungEntry> entries = new ArrayList<>();
    for (int index = 0; index < schedule.brackets().size(); index++) {
      int bracket = index;
      Schedule.Bracket planned = schedule.brackets().get(bracket);
      if (rung < planned.rungs().size()) {
        long envSteps = planned.rungs().get(rung).envSteps();
        IntStream chosen =
            rung == 0
                ? IntStream.range(0, planned.rungs().get(0).trials())
                    .map(offset -> planned.firstTrial() + offset)
                : promoted(
                        previous.stream().filter(run -> run.bracket() == bracket).toList(),
                        planned.rungs().get(rung).trials(),
                        score)
                    .stream()
                    .mapToInt(Integer::intValue);
        chosen.forEach(
            trial -> entries.add(new RungEntry(trials.get(trial), bracket, rung, envSteps)));
      }
    }
    return entries;
  }

  /** Returns the best trials of a rung, by number; one that failed never goes on. */
  static List<Integer> promoted(List<TrialRun> rung, int count, Score score) {
    return TrialResult.of(rung, score).stream()
        .filter(result -> !result.isFailed())
        .sorted(TrialResult.bestFirst(score))
        .limit(count)
        .map(TrialResult::trial)
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private List<TrialRun> train(int rung, RungBatch batch, Trainer trainer) throws IOException {
    String size =
        Text.format("%d trials, %d runs", batch.jobs().size() / seeds.size(), batch.jobs().size());
    String title =
        schedule.rungs() == 1
            ? size
            : Text.format("rung %d of %d: %s", rung + 1, schedule.rungs(), size);
    List<TrainingOutcome> outcomes =
        batch.jobs().isEmpty()
            ? List.of()
            : trainer.run(
                new Work(title, batch.jobs(), seeds.size() * schedule.stepsAfter(rung)),
                batch::ended);
    return batch.runs(outcomes);
  }

  /** Returns the settings of all trials, in order. */
  public List<Trial> trials() {
    return trials;
  }

  /** Returns the plan. */
  public Schedule schedule() {
    return schedule;
  }

  /** Returns what is searched. */
  public Sweep sweep() {
    return sweep;
  }

  /** Returns the score that decides. */
  public Score score() {
    return score;
  }

  /** Returns how many runs a trial has. */
  public int seeds() {
    return seeds.size();
  }
}
