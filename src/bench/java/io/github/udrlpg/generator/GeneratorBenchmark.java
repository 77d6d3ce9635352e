package io.github.udrlpg.generator;

import io.github.udrlpg.config.GeneratorSettings;
import io.github.udrlpg.linalg.NativeMatrix;
import io.github.udrlpg.linalg.Sgemm;
import io.github.udrlpg.linalg.WorkerTeam;
import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.policy.PolicyShape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times generator updates, by default in the paper's setting (Hopper's policy, tile 32, embedding
 * 32, hidden 512×512, batch 24), beside the matrix product rate of the same cores in the same run.
 */
@Command(name = "generator", description = "An update of the generator, on either engine.")
public final class GeneratorBenchmark implements Runnable {
  private static final int BATCH = 24;
  private static final int BUCKETS = 800;
  private static final int UPDATES = 2;

  /** The sizes of a policy and its generator. */
  enum Setting {
    PAPER,
    PENDULUM;

    HypernetworkShape shape() {
      return switch (this) {
        case PAPER ->
            new HypernetworkShape(
                PolicyShape.of(11, 256, 256, 3), List.of(512, 512), 32, 32, OutputScale.none());
        case PENDULUM ->
            new HypernetworkShape(
                PolicyShape.of(4, 32, 32, 1), List.of(64, 64), 8, 16, OutputScale.none());
      };
    }
  }

  @Option(
      names = "--setting",
      description =
          "paper, or pendulum for conf/inverted-pendulum-v4.conf; ${DEFAULT-VALUE} by default.")
  private Setting setting = Setting.PAPER;

  @Option(
      names = "--engine",
      description = "What computes the generator, native or nd4j; ${DEFAULT-VALUE} by default.")
  private GeneratorSettings.Engine engine = GeneratorSettings.Engine.NATIVE;

  @Option(
      names = "--threads",
      description = "Threads that share an update of the native engine; all cores by default.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--rounds",
      description =
          "Times that everything is measured, the fastest counts; ${DEFAULT-VALUE} by default.")
  private int rounds = 60;

  @Option(
      names = "--tile-fraction",
      description = "Share of the tiles that an update compares; ${DEFAULT-VALUE} by default.")
  private double tileFraction = 1;

  @Override
  public void run() {
    AdamSettings adam = AdamSettings.withLearningRate(2e-6);
    try (Generator generator = generator(adam)) {
      for (int repetition = 0; repetition < 3; repetition++) {
        double peak = peak(threads);
        System.out.printf(Locale.ROOT, "SGEMM peak, %d threads: %.0f GFLOP/s%n", threads, peak);
        for (Batch batch : batches()) {
          report(batch, update(generator, batch.commands), peak);
        }
        System.out.printf(Locale.ROOT, "one policy: %.2f ms%n", generate(generator) * 1e3);
      }
    }
  }

  private Generator generator(AdamSettings adam) {
    return switch (engine) {
      case NATIVE -> PolicyGenerator.initialize(setting.shape(), adam, 1, threads);
      case ND4J -> ReferenceGenerator.initialize(setting.shape(), adam, 1);
    };
  }

  private static final class Batch {
    final String name;
    final double[] commands;

    Batch(String name, double[] commands) {
      this.name = name;
      this.commands = commands;
    }
  }

  private static List<Batch> batches() {
    return List.of(
        new Batch("exp-weighted, full buffer", expWeighted(BUCKETS, false)),
        new Batch("the same without repeats", expWeighted(BUCKETS, true)),
        new Batch("exp-weighted, 40 of 800 buckets", expWeighted(40, false)),
        new Batch("12 evenly over [0, 1]", even(12)),
        new Batch("24 evenly over [0, 1]", even(24)));
  }

  /**
   * Draws commands as exp weighting with a scale of 0.3 does from buckets of two policies each, the
   * most that the paper's setting allows.
   */
  private static double[] expWeighted(int filled, boolean withoutRepeats) {
    UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(filled);
    Set<Double> seen = new HashSet<>();
    double[] commands = new double[BATCH];
    for (int i = 0; i < BATCH; ) {
      int fromTop = (int) (-Math.log(1 - random.nextDouble()) / 0.3);
      double command = 1 - (fromTop + (random.nextBoolean() ? 0.2 : 0.7)) / filled;
      if (fromTop < filled && (seen.add(command) || !withoutRepeats)) {
        commands[i++] = command;
      }
    }
    return commands;
  }

  private static double[] even(int distinct) {
    return IntStream.range(0, BATCH).mapToDouble(i -> i % distinct / (distinct - 1.0)).toArray();
  }

  private void report(Batch batch, double seconds, double peak) {
    double[] commands = batch.commands;
    double range =
        DoubleStream.of(commands).max().orElseThrow()
            - DoubleStream.of(commands).min().orElseThrow();
    int distinct = (int) DoubleStream.of(commands).distinct().count();
    double dense = operations(distinct);
    System.out.printf(
        Locale.ROOT,
        "%-32s %2d distinct in %5.3f: %6.2f ms; %5.2f GFLOP if computed for each command, at the"
            + " peak %6.2f ms%n",
        batch.name,
        distinct,
        range,
        seconds * 1e3,
        dense,
        dense / peak * 1e3);
  }

  /** Returns the multiplications and additions of an update's matrix products, in units of 1e9. */
  private double operations(int distinct) {
    double sum = 0;
    for (ParameterLayout.Group group : ParameterLayout.of(setting.shape()).networks()) {
      int tiles = group.group().tiles();
      int rows = group.group().grids().stream().mapToInt(TileGrid::tilesOut).sum();
      sum += operations(group.weightNet(), tiles * distinct, tiles * distinct);
      sum += operations(group.biasNet(), tiles * distinct, rows * distinct);
    }
    return sum / 1e9;
  }

  private static double operations(
      List<ParameterBlock.Affine> maps, int hiddenColumns, int outputColumns) {
    double sum = 0;
    int last = maps.size() - 1;
    for (int k = 1; k <= last; k++) {
      double columns = k == last ? outputColumns : hiddenColumns;
      // Forward, backward and the gradient of the weights are one product each.
      sum += 3 * 2.0 * maps.get(k).inputs() * maps.get(k).outputs() * columns;
    }
    return sum;
  }

  private double update(Generator generator, double[] commands) {
    UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(1);
    float[][] targets = new float[BATCH][generator.parameterCount()];
    for (float[] target : targets) {
      for (int j = 0; j < target.length; j++) {
        target[j] = random.nextFloat() - 0.5f;
      }
    }
    FloatBuffer[] buffers = Targets.of(targets);
    return fastest(() -> generator.update(commands, buffers, tileFraction, random));
  }

  private double generate(Generator generator) {
    return fastest(() -> generator.generate(0.5));
  }

  private double fastest(Runnable work) {
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < UPDATES; i++) {
        work.run();
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e9 / UPDATES);
    }
    return best;
  }

  /** Returns the rate of 512×512 by 512×768 products, one on each thread, in GFLOP/s. */
  private double peak(int threads) {
    int size = 512;
    int columns = 768;
    NativeMatrix[][] factors = new NativeMatrix[threads][];
    List<NativeMemory> owned = new ArrayList<>();
    try (WorkerTeam team = WorkerTeam.of(threads)) {
      for (int i = 0; i < threads; i++) {
        NativeMemory memory = NativeMemory.zeros(size * (size + 2L * columns));
        owned.add(memory);
        for (int j = 0; j < memory.floats().capacity(); j++) {
          memory.floats().put(j, (float) Math.sin(j));
        }
        factors[i] =
            new NativeMatrix[] {
              memory.matrix(0, size, size),
              memory.matrix(size * size, size, columns),
              memory.matrix(size * size + size * columns, size, columns)
            };
      }
      double seconds =
          fastest(
              () ->
                  team.run(
                      threads,
                      (i, worker) ->
                          Sgemm.multiplyTransposedLeft(
                              factors[i][0], factors[i][1], factors[i][2])));
      return threads * 2.0 * size * size * columns / seconds / 1e9;
    } finally {
      owned.forEach(NativeMemory::close);
    }
  }
}
