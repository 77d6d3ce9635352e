package io.github.udrlpg.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.Parts;
import io.github.udrlpg.checkpoint.CheckpointStore;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.TaskResult;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.PolicyWriters;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("native")
class TrainingRunTest {
  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir Path directory;

  @Test
  void trainsStoresAndEvaluates() throws IOException {
    Settings settings = Runs.tiny(Runs.SWIMMER).settings();
    TrainingRun run = Runs.open(directory, settings);

    TrainingSummary summary = run.train(new LocalRolloutRunner(), SILENT);

    assertThat(summary.envSteps()).isEqualTo(24_000);
    assertThat(summary.episodes()).isEqualTo(24);
    assertThat(summary.iterations()).isEqualTo(1 + 11);
    assertThat(summary.finalEpisodes()).isEqualTo(2);
    List<IterationMetrics> iterations = run.metrics().iterations().read();
    assertThat(iterations)
        .extracting(IterationMetrics::iteration)
        .containsExactlyElementsOf(range(summary.iterations()));
    assertThat(iterations.get(0).updates()).isZero();
    assertThat(iterations.get(0).policies()).isEqualTo(3);
    assertThat(iterations.get(1).updates()).isEqualTo(4);
    assertThat(iterations.get(iterations.size() - 1).envSteps()).isEqualTo(summary.envSteps());
    List<EvaluationMetrics> evaluations = run.metrics().evaluations().read();
    assertThat(evaluations).extracting(EvaluationMetrics::kind).contains("regular", "extensive");
    assertThat(evaluations)
        .filteredOn(row -> row.kind().equals("extensive"))
        .last()
        .extracting(EvaluationMetrics::command)
        .isEqualTo(1.0);
    assertThat(Dataset.rows(directory)).hasSize((int) summary.episodes());
    assertThat(summary.storedByBucket().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(summary.episodes());
  }

  @Test
  void regressesTheGeneratorTowardsWhatWasStored() throws IOException {
    TrainingRun run = Runs.open(directory, Runs.tiny().settings());

    run.train(new LocalRolloutRunner(), SILENT);

    List<IterationMetrics> iterations = run.metrics().iterations().read();
    double first = iterations.get(1).meanLoss();
    double last = iterations.get(iterations.size() - 1).meanLoss();
    // Noise of 0.1 on every weight leaves an error of 0.01 that no generator can remove.
    assertThat(last).isLessThan(first).isGreaterThan(0.001);
  }

  static Stream<List<String>> waysToTrain() {
    return Stream.of(
        List.of(),
        List.of("training.overlap-updates=true"),
        List.of("training.return-ceiling=0"),
        List.of("generator.engine=nd4j", "training.tile-fraction=0.5"),
        List.of(
            "rollout.policies-per-iteration=4",
            "coverage.share=0.5",
            "coverage.bucket-capacity=0",
            "buffer.buckets=20",
            "buffer.bucket-capacity=0"),
        List.of(
            Runs.instant(
                "training.max-env-steps=100",
                "checkpoint.every-iterations=3",
                "calibration.enabled=true",
                "evaluation.retrieval=final")),
        List.of(
            "rollout.policies-per-iteration=3",
            "rollout.noise-spread=4",
            "rollout.noise-at-top=0.3",
            "rollout.confirmation-episodes=1",
            "rollout.command=highest-live",
            "buffer.capacity=4",
            "training.max-env-steps=36000",
            "generator.learning-rate-final=1e-6",
            "generator.learning-rate-decay-steps=20000",
            "training.restate-weights=true",
            "evaluation.average-decay=0.9"));
  }

  @ParameterizedTest(name = "with {0}")
  @MethodSource("waysToTrain")
  void aStoppedAndResumedRunEqualsOneThatWasNot(List<String> options) throws IOException {
    Path whole = Files.createDirectory(directory.resolve("whole"));
    Path stopped = Files.createDirectory(directory.resolve("stopped"));
    Settings settings = Runs.tiny(options.toArray(String[]::new)).settings();
    TrainingSummary expected = Runs.open(whole, settings).train(new LocalRolloutRunner(), SILENT);

    for (int runsBeforeFailure : new int[] {2, 3, 1}) {
      assertThatThrownBy(
              () ->
                  Runs.open(stopped, settings).train(new FailingRunner(runsBeforeFailure), SILENT))
          .hasMessage("pulled the plug");
    }
    TrainingSummary resumed = Runs.open(stopped, settings).train(new LocalRolloutRunner(), SILENT);

    assertThat(withoutTimes(resumed)).isEqualTo(withoutTimes(expected));
    assertThat(Dataset.rows(stopped)).isEqualTo(Dataset.rows(whole)).isNotEmpty();
    assertThat(newestCheckpointArrays(stopped)).isEqualTo(newestCheckpointArrays(whole));
    assertThat(Runs.open(stopped, settings).metrics().evaluations().read())
        .isEqualTo(Runs.open(whole, settings).metrics().evaluations().read());
    assertThat(Runs.open(stopped, settings).metrics().identity().read())
        .isEqualTo(Runs.open(whole, settings).metrics().identity().read())
        .isNotEmpty();
    assertThat(Runs.open(stopped, settings).metrics().diagnosis().read())
        .isEqualTo(Runs.open(whole, settings).metrics().diagnosis().read())
        .isNotEmpty();
    assertThat(Runs.open(stopped, settings).metrics().occupancy().read())
        .isEqualTo(Runs.open(whole, settings).metrics().occupancy().read())
        .isNotEmpty();
  }

  @Test
  void calibratesWithinItsBudgetAndForgetsWhereItGoesOn() throws IOException {
    Settings settings =
        Runs.tiny(Runs.instant("training.max-env-steps=100", "calibration.enabled=true"))
            .settings();
    TrainingRun run = Runs.open(directory, settings);

    TrainingSummary summary = run.train(new LocalRolloutRunner(), SILENT);

    assertThat(summary.envSteps()).isEqualTo(100);
    assertThat(summary.calibrationEnvSteps()).isEqualTo(20);
    assertThat(Dataset.rows(directory)).hasSize(80);
    Calibration calibration = run.trained(SILENT).calibration().orElseThrow();
    assertThat(summary.lowestAttainable()).isEqualTo(run.returns().unscaled(calibration.lowest()));
    assertThat(summary.highestAttainable()).isGreaterThan(summary.lowestAttainable());
    List<EvaluationMetrics> rows = run.metrics().evaluations().read();
    assertThat(rows)
        .filteredOn(row -> row.kind().equals("calibration"))
        .hasSize(20)
        .extracting(EvaluationMetrics::givenCommand)
        .doesNotHaveDuplicates();
    assertThat(rows)
        .filteredOn(row -> row.kind().equals("calibrated"))
        .hasSize(3)
        .allSatisfy(
            row -> assertThat(row.givenCommand()).isEqualTo(calibration.command(row.command())));
    assertThat(
            run.trained(SILENT).evaluate(new LocalRolloutRunner(), List.of(0.2), Commanding.RAW, 1))
        .extracting(EvaluationMetrics::givenCommand)
        .containsExactly(0.2);

    // Iterations that the calibration does not know of make it void.
    Settings more = Runs.tiny(Runs.instant("training.max-env-steps=120")).settings();
    TrainingRun further = Runs.open(directory, more);
    further.train(new LocalRolloutRunner(), SILENT);
    assertThat(further.trained(SILENT).calibration()).isEmpty();
  }

  @Test
  void whatTheBufferForgotIsNotCommanded() throws IOException {
    Settings settings =
        Runs.tiny(
                "rollout.command=highest-live",
                "buffer.capacity=4",
                "buffer.bucket-capacity=unlimited")
            .settings();
    TrainingRun run = Runs.open(directory, settings);
    TrainingSummary summary = run.train(new LocalRolloutRunner(), SILENT);

    List<Double> returns = new ArrayList<>();
    boolean forgot = false;
    for (CommitEntry commit : Dataset.open(directory).commits()) {
      List<PolicyRow> rows = Dataset.open(directory).readRows(commit);
      if (commit.iteration() > 0) {
        double highest = Collections.max(lastFour(returns));
        forgot |= highest < Collections.max(returns);
        assertThat(rows).extracting(PolicyRow::command).containsOnly(highest);
      }
      rows.forEach(row -> returns.add(row.scaledReturn()));
    }
    assertThat(forgot).isTrue();
    assertThat(summary.finalCommand()).isEqualTo(Collections.max(lastFour(returns)));
    assertThat(run.trained(SILENT).evaluate(new LocalRolloutRunner(), List.of(), Commanding.RAW, 1))
        .extracting(EvaluationMetrics::command)
        .containsExactly(summary.finalCommand());
  }

  private static List<Double> lastFour(List<Double> returns) {
    return returns.subList(Math.max(0, returns.size() - 4), returns.size());
  }

  @Test
  void resumingAFinishedRunChangesNothingButClaimsIt() throws IOException {
    Settings settings = Runs.tiny().settings();
    TrainingSummary first = Runs.open(directory, settings).train(new LocalRolloutRunner(), SILENT);
    List<String> files = Runs.files(directory);
    String claim = "drivers/driver-000000002.json";

    TrainingSummary again = Runs.open(directory, settings).train(new LocalRolloutRunner(), SILENT);

    assertThat(withoutTimes(again)).isEqualTo(withoutTimes(first));
    assertThat(Runs.files(directory))
        .contains(claim)
        .filteredOn(f -> !f.equals(claim))
        .isEqualTo(files);
  }

  @Test
  void aFinishedRunCanBeTrainedFurther() throws IOException {
    Runs.open(directory, Runs.tiny().settings()).train(new LocalRolloutRunner(), SILENT);
    List<String> before = Dataset.rows(directory);

    TrainingSummary summary =
        Runs.open(directory, Runs.tiny("training.max-env-steps=30000").settings())
            .train(new LocalRolloutRunner(), SILENT);

    assertThat(summary.envSteps()).isEqualTo(30_000);
    assertThat(Dataset.rows(directory)).startsWith(before.toArray(String[]::new));
  }

  @Test
  void aStoredRowAloneRepeatsItsReturns() throws IOException {
    Settings settings =
        Runs.tiny(Runs.SWIMMER, "rollout.episodes-per-policy=2", "training.max-env-steps=12000")
            .settings();
    TrainingRun run = Runs.open(directory, settings);
    run.train(new LocalRolloutRunner(), SILENT);

    for (CommitEntry commit : Dataset.open(directory).commits()) {
      StoredPolicy policy = run.policies().find(commit.iteration(), 1).orElseThrow();
      assertThat(policy.row().episodes()).hasSize(2);
      for (Episode episode : policy.row().episodes()) {
        assertThat(run.policies().replay(policy, episode)).isEqualTo(episode);
      }
    }
  }

  @Test
  void warmsUpWithXavierPoliciesWhereAsked() throws IOException {
    Settings settings = Runs.tiny("training.warm-up-policies=xavier").settings();
    TrainingRun run = Runs.open(directory, settings);
    run.train(new LocalRolloutRunner(), SILENT);

    StoredPolicy warmUp = run.policies().find(0, 0).orElseThrow();
    assertThat(warmUp.row().origin()).isEqualTo(PolicyOrigin.XAVIER);
    assertThat(warmUp.row().noise()).isZero();
    assertThat(run.policies().find(1, 0).orElseThrow().row().origin())
        .isEqualTo(PolicyOrigin.GENERATOR);
  }

  @Test
  void theLiveBufferIsBoundedAndAllRowsAreStored() throws IOException {
    Settings settings = Runs.tiny("buffer.capacity=5", "buffer.kind=uniform").settings();

    TrainingSummary summary =
        Runs.open(directory, settings).train(new LocalRolloutRunner(), SILENT);

    assertThat(summary.liveByBucket().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(5);
    assertThat(Dataset.rows(directory)).hasSize((int) summary.episodes());
  }

  @Test
  void whatIsAboveTheCeilingIsStoredButNeitherTrainedOnNorCommanded() throws IOException {
    Path free = Files.createDirectory(directory.resolve("free"));
    double[] warmUp = warmUpReturns(free, Runs.tiny("training.max-env-steps=3000").settings());
    // Between the lowest and the highest return of the warm-up, which a ceiling does not change.
    double ceiling = (warmUp[0] + warmUp[warmUp.length - 1]) / 2;
    Settings settings =
        Runs.tiny("training.return-ceiling=" + ceiling, "buffer.bucket-capacity=unlimited")
            .settings();
    double command = Parts.returnScale(settings.returns()).scaled(ceiling);
    Path withheld = Files.createDirectory(directory.resolve("withheld"));
    TrainingRun run = Runs.open(withheld, settings);

    TrainingSummary summary = run.train(new LocalRolloutRunner(), SILENT);

    List<PolicyRow> rows = new ArrayList<>();
    for (CommitEntry commit : Dataset.open(withheld).commits()) {
      rows.addAll(Dataset.open(withheld).readRows(commit));
    }
    long above = rows.stream().filter(row -> row.scaledReturn() > command).count();
    assertThat(above).isPositive().isLessThan(rows.size());
    assertThat(rows).allMatch(row -> row.command() <= command);
    assertThat(liveReturns(withheld)).hasSize((int) (rows.size() - above));
    assertThat(liveReturns(withheld)).allMatch(scaled -> scaled <= command);
    assertThat(summary.finalCommand())
        .isEqualTo(liveReturns(withheld).stream().mapToDouble(Double::doubleValue).max().orElse(0));
    assertThat(summary.maxReturn())
        .isGreaterThan(ceiling)
        .isEqualTo(rows.stream().mapToDouble(PolicyRow::meanReturn).max().orElse(0));
  }

  @Test
  void coversTheRangeSeenAndRemembersQuietPoliciesApart() throws IOException {
    Settings settings =
        Runs.tiny(
                "rollout.policies-per-iteration=4",
                "rollout.noise=0.5",
                "coverage.share=0.5",
                "coverage.along-curve=0",
                "buffer.bucket-capacity=unlimited")
            .settings();
    Runs.open(directory, settings).train(new LocalRolloutRunner(), SILENT);

    List<Double> returns = new ArrayList<>();
    Set<Double> covered = new TreeSet<>();
    for (CommitEntry commit : Dataset.open(directory).commits()) {
      List<PolicyRow> rows = Dataset.open(directory).readRows(commit);
      if (commit.iteration() > 0 && rows.size() == 4) {
        double lowest = Collections.min(returns);
        double highest = Collections.max(returns);
        double middle = (lowest + highest) / 2;
        assertThat(rows.get(0).command()).isEqualTo(highest).isEqualTo(rows.get(2).command());
        assertThat(rows.get(1).command()).isBetween(lowest, middle);
        assertThat(rows).extracting(PolicyRow::noise).containsOnly(0.5, 0.02, 0.001);
        assertThat(rows.get(3).command()).isBetween(middle, highest);
      }
      for (PolicyRow row : rows) {
        double achieved = row.scaledReturn();
        boolean quiet = row.iteration() > 0 && row.noise() < 0.5;
        if (quiet
            || covered.isEmpty()
            || achieved < Collections.min(covered)
            || achieved > Collections.max(covered)) {
          covered.add(achieved);
        }
        returns.add(achieved);
      }
    }
    assertThat(covered).hasSizeLessThan(returns.size());
    assertThat(liveReturns(directory)).containsExactlyElementsOf(returns);
    assertThat(returns(directory, "covered.")).containsExactlyInAnyOrderElementsOf(covered);
  }

  private static double[] warmUpReturns(Path directory, Settings settings) throws IOException {
    Runs.open(directory, settings).train(new LocalRolloutRunner(), SILENT);
    return Dataset.open(directory).readRows(Dataset.open(directory).commits().get(0)).stream()
        .mapToDouble(PolicyRow::meanReturn)
        .sorted()
        .toArray();
  }

  private static List<Double> liveReturns(Path directory) throws IOException {
    return returns(directory, "live.");
  }

  private static List<Double> returns(Path directory, String buffer) throws IOException {
    return DoubleStream.of(
            (double[]) newest(directory).learner().arrays().get(buffer + "scaled_return"))
        .boxed()
        .toList();
  }

  private static TrainingCheckpoint newest(Path directory) throws IOException {
    CheckpointStore checkpoints =
        new CheckpointStore(
            new Configuration(),
            new org.apache.hadoop.fs.Path(directory.resolve("checkpoints").toUri()),
            1);
    return TrainingCheckpoint.of(
        checkpoints.loadNewest(SILENT::warning).orElseThrow(), Limits.NONE);
  }

  @Test
  void whatBrokeDownIsStoredAndCountedButNeverTrainedOn() throws IOException {
    Settings settings =
        Runs.tiny(
                "env.id=Faulty-v0",
                "returns.min=0",
                "returns.max=10",
                "training.max-env-steps=300",
                "evaluation.every-env-steps=100")
            .settings();
    TrainingRun run = Runs.open(directory, settings);

    TrainingSummary summary = run.train(new LocalRolloutRunner(), SILENT);

    int diverged = 0;
    long rows = 0;
    for (CommitEntry commit : Dataset.open(directory).commits()) {
      for (PolicyRow row : Dataset.open(directory).readRows(commit)) {
        boolean broken = row.episodes().get(0).diverged();
        assertThat(row.meanReturn()).isEqualTo(broken ? 3 : 10);
        diverged += broken ? 1 : 0;
        rows++;
      }
    }
    assertThat(diverged).isPositive().isLessThan((int) rows);
    assertThat(summary.divergedEpisodes()).isEqualTo(diverged);
    assertThat(
            run.metrics().iterations().read().stream()
                .mapToInt(IterationMetrics::divergedEpisodes)
                .sum())
        .isEqualTo(diverged);
    assertThat(summary.liveByBucket()).containsOnlyKeys(19);
    assertThat(summary.maxReturn()).isEqualTo(10);
  }

  @Test
  void aResumedRunMissesNoLiveRow() throws IOException {
    Settings settings = Runs.tiny().settings();
    Runs.open(directory, settings).train(new LocalRolloutRunner(), SILENT);
    Path commit = directory.resolve("policies/_commits/iteration-000000000.json");
    Files.delete(commit);

    assertThatThrownBy(
            () ->
                Runs.open(directory, Runs.tiny("training.max-env-steps=30000").settings())
                    .train(new LocalRolloutRunner(), SILENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("The checkpoint needs policies of iteration 0");
  }

  @Test
  void refusesABudgetThatPaysForNothing() {
    assertThatThrownBy(
            () -> Runs.open(directory, Runs.tiny("training.max-env-steps=999").settings()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "training.max-env-steps: must allow at least one policy, whose 1 episode(s) of"
                + " BriefSwimmer-v0, confirming ones included, may take 1000 steps, found 999");
    assertThatThrownBy(
            () ->
                Runs.open(
                    directory,
                    Runs.tiny("training.max-env-steps=3999", "rollout.confirmation-episodes=3")
                        .settings()))
        .hasMessageContaining("whose 4 episode(s)");
  }

  /** Does the work itself until it fails in the middle of an iteration, its files left behind. */
  private static final class FailingRunner implements RolloutRunner {
    private final LocalRolloutRunner runner = new LocalRolloutRunner();
    private int runsLeft;

    FailingRunner(int runsBeforeFailure) {
      runsLeft = runsBeforeFailure;
    }

    @Override
    public TaskResult store(RolloutPlan plan, float[][] means, PolicyWriters writers)
        throws IOException {
      TaskResult result = runner.store(plan, means, writers);
      if (runsLeft-- == 0) {
        throw new IOException("pulled the plug");
      }
      return result;
    }

    @Override
    public TaskResult evaluate(RolloutPlan plan, float[][] means) {
      return runner.evaluate(plan, means);
    }
  }

  private static List<Integer> range(int end) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < end; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private static String withoutTimes(TrainingSummary summary) {
    return summary.toString().replaceAll("\\w+Seconds=[^,]*", "");
  }

  /** The data of a checkpoint: what stands behind the header, whose scalars hold wall times. */
  private static String newestCheckpointArrays(Path run) throws IOException {
    List<String> files = Runs.files(run.resolve("checkpoints"));
    byte[] content =
        Files.readAllBytes(run.resolve("checkpoints").resolve(files.get(files.size() - 1)));
    int header =
        (int) java.nio.ByteBuffer.wrap(content).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong();
    return files.get(files.size() - 1)
        + " "
        + java.util.Arrays.hashCode(
            java.util.Arrays.copyOfRange(content, 8 + header, content.length));
  }
}
