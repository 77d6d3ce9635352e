package io.github.udrlpg.harness;

import io.github.udrlpg.algorithm.Harness;
import io.github.udrlpg.algorithm.History;
import io.github.udrlpg.algorithm.Learner;
import io.github.udrlpg.algorithm.Streams;
import io.github.udrlpg.benchmark.FreshJvm;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.metrics.Stopwatch;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.RolloutRequest;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.Rollouts;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.rollout.TaskResult;
import io.github.udrlpg.spark.SparkRolloutRunner;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.PolicyWriter;
import io.github.udrlpg.store.PolicyWriters;
import io.github.udrlpg.store.RunIdentity;
import io.github.udrlpg.store.StoredPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the driver's memory with a full live buffer of Hopper policies: one process fills it,
 * trains on it and saves a checkpoint, a second one resumes from that and goes on. Both have Spark
 * in them and Spark's default heap of 1 GiB.
 */
@Command(
    name = "memory",
    description = "Resident memory of a driver whose live buffer is full, and of its resumption.")
public final class MemoryBenchmark implements Callable<Integer> {
  private static final int PER_ITERATION = 64;
  private static final double MEBIBYTE = 1 << 20;

  @Option(
      names = "--policies",
      defaultValue = "10000",
      description = "Policies of 69635 weights in the live buffer; ${DEFAULT-VALUE} by default.")
  private int policies;

  @Option(
      names = "--stored",
      description = "Policies in the dataset; a fifth more than are live by default.")
  private Integer stored;

  @Option(
      names = "--updates",
      defaultValue = "20",
      description = "Generator updates on the full buffer; ${DEFAULT-VALUE} by default.")
  private int updates;

  @Option(names = "--resume", hidden = true, description = "The second process.")
  private boolean resume;

  @Option(names = "--run", hidden = true, description = "Where the processes meet.")
  private Path run;

  @Override
  public Integer call() throws IOException {
    if (run == null) {
      return FreshJvm.inTemporaryDirectory(
          directory -> {
            String[] sizes = {
              "memory",
              "--run=" + directory,
              "--policies=" + policies,
              "--updates=" + updates,
              "--stored=" + (stored == null ? policies * 6 / 5 : stored)
            };
            int exitCode = FreshJvm.run("-Xmx1g", List.of(sizes));
            List<String> again = new ArrayList<>(List.of(sizes));
            again.add("--resume");
            return exitCode == 0 ? FreshJvm.run("-Xmx1g", again) : exitCode;
          });
    }
    SparkConf conf =
        new SparkConf().setMaster("local[2]").setAppName("memory").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      if (resume) {
        resume(spark);
      } else {
        fill();
      }
    }
    return 0;
  }

  private Settings settings() {
    return ConfigLoader.load(
            Path.of("conf/hopper-v4-paper.conf"),
            List.of(
                "buffer.capacity=" + policies,
                "buffer.bucket-capacity=unlimited",
                "rollout.policies-per-iteration=8",
                "training.updates-per-episode=1",
                "training.max-env-steps=" + (stored + 8000),
                "evaluation.episodes=1"))
        .settings();
  }

  private org.apache.hadoop.fs.Path directory(String name) {
    return new org.apache.hadoop.fs.Path(run.resolve(name).toUri());
  }

  private void fill() throws IOException {
    RunParts parts =
        new RunParts(
            new RunIdentity("memory", ""),
            settings(),
            new Configuration(),
            directory("."),
            Runtime.getRuntime().availableProcessors());
    TrainingState state = parts.newState();
    try (Learner learner = parts.learner(Optional.empty())) {
      Stopwatch watch = new Stopwatch();
      Filling filling = new Filling(parts, state, stored);
      while (filling.left > 0) {
        learner.iterate(filling);
      }
      double fillSeconds = watch.lap();
      learner.learn(updates, state, filling.streams());
      double updateSeconds = watch.lap();
      parts.checkpoints().save(new TrainingCheckpoint(state, learner.state()).toCheckpoint());
      double saveSeconds = watch.lap();
      line(
          "first process: %d policies stored (%.0f MiB), %d live",
          stored, filling.bytes / MEBIBYTE, learner.remembered());
      line("  write, commit and mirror   %8.1f s", fillSeconds);
      line("  update of the generator    %8.1f ms", updateSeconds / updates * 1e3);
      line("  checkpoint                 %8.1f s", saveSeconds);
      FreshJvm.printMemory();
    }
  }

  /** Stores policies of random weights and returns in place of what a learner asks for. */
  private static final class Filling implements Harness {
    private final RunParts parts;
    private final TrainingState state;
    private final UniformRandomProvider random = Seeds.random(2);
    private int left;
    private long bytes;

    Filling(RunParts parts, TrainingState state, int stored) {
      this.parts = parts;
      this.state = state;
      this.left = stored;
    }

    @Override
    public History seen() {
      return state;
    }

    @Override
    public Streams streams() {
      return Streams.ofIteration(new Seeds(1), state.nextIteration);
    }

    @Override
    public Rollouts rollOut(RolloutRequest request, float[][] means) throws IOException {
      int count = Math.min(PER_ITERATION, left);
      left -= count;
      int iteration = state.nextIteration;
      PolicyDataset dataset = parts.dataset();
      List<PolicyRow> rows = new ArrayList<>();
      List<DataFile> files;
      try (PolicyWriter writer = dataset.writers(iteration).open("0")) {
        for (int policy = 0; policy < count; policy++) {
          float[] weights = new float[parts.planner().run().shape().parameterCount()];
          for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextFloat() - 0.5f;
          }
          rows.add(row(iteration, policy, random.nextDouble(), dataset));
          writer.write(new StoredPolicy(rows.get(policy), weights));
        }
        files = writer.finish();
      }
      bytes += files.stream().mapToLong(DataFile::bytes).sum();
      CommitEntry commit = dataset.commit(iteration, files);
      RolloutPlan plan = parts.planner().training(state, request);
      state.observe(rows);
      return new Rollouts(commit, plan, means, rows);
    }

    @Override
    public void update(int count) {
      // They are measured by themselves, on the full buffer.
    }
  }

  private static PolicyRow row(
      int iteration, int policy, double scaledReturn, PolicyDataset dataset) {
    return new PolicyRow(
        "memory",
        iteration,
        policy,
        "Hopper-v4",
        PolicyOrigin.GENERATOR,
        1,
        0.1,
        policy,
        ObservationNormalizer.identity(11),
        new RunningStatistics(11),
        List.of(new Episode(policy, 2000 * scaledReturn, 0, 1, true, false, false)),
        scaledReturn,
        dataset.returnBuckets().indexOf(scaledReturn));
  }

  /** Resumes by the code of {@code jobs/train} and runs the few iterations that are left. */
  private void resume(JavaSparkContext spark) throws IOException {
    long start = System.nanoTime();
    long readBefore = FreshJvm.bytesRead();
    TrainingRun training =
        new TrainingRun("memory", settings(), new Configuration(), directory("."));
    RolloutRunner runner = new SparkRolloutRunner(spark, OptionalInt.empty());
    TrainingSummary summary =
        training.train(
            new RolloutRunner() {
              private boolean resumed;

              @Override
              public TaskResult store(RolloutPlan plan, float[][] means, PolicyWriters writers)
                  throws IOException {
                if (!resumed) {
                  resumed = true;
                  line("second process: resumed after %.1f s", (System.nanoTime() - start) * 1e-9);
                  line(
                      "  read for that              %8.0f MiB",
                      (FreshJvm.bytesRead() - readBefore) / MEBIBYTE);
                  FreshJvm.printMemory();
                }
                return runner.store(plan, means, writers);
              }

              @Override
              public TaskResult evaluate(RolloutPlan plan, float[][] means) {
                return runner.evaluate(plan, means);
              }
            },
            new TrainingListener() {});
    line(
        "second process, at its end: %d iterations, %d policies live",
        summary.iterations(),
        summary.liveByBucket().values().stream().mapToLong(Long::longValue).sum());
    FreshJvm.printMemory();
  }

  private static void line(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
