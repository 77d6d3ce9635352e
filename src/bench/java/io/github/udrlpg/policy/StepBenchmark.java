package io.github.udrlpg.policy;

import io.github.udrlpg.text.Text;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times the parts of a step with JMH, one thread, and counts what they allocate. */
@Command(
    name = "step",
    description = {
      "The parts of a step on one thread, by JMH: the policy with two layers of 256, the",
      "environment, the statistics with normalisation, and what taking over a policy costs."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class StepBenchmark implements Runnable {
  private static final int WARM_UP_ITERATIONS = 3;
  private static final TimeValue ITERATION = TimeValue.milliseconds(400);
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Option(
      names = "--environments",
      split = ",",
      description = "Environments, separated by commas.",
      defaultValue = "InvertedPendulum-v4,Swimmer-v4,Hopper-v4")
  private String[] environments = {};

  @Option(
      names = "--iterations",
      description = "Measured iterations of 0.4 s for each part.",
      defaultValue = "7")
  private int iterations;

  @Option(names = "--parts", description = "A regular expression for some parts only.")
  private String parts = ".*";

  @Override
  public void run() {
    Options options =
        new OptionsBuilder()
            .include(StepParts.class.getName() + "\\.(" + parts + ")$")
            .param("environment", environments)
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(1)
            .warmupIterations(WARM_UP_ITERATIONS)
            .warmupTime(ITERATION)
            .measurementIterations(iterations)
            .measurementTime(ITERATION)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .build();
    try {
      report(new Runner(options).run());
    } catch (RunnerException e) {
      throw new IllegalStateException("Cannot run JMH: " + e.getMessage(), e);
    }
  }

  private static void report(Collection<RunResult> results) {
    String row = "%-20s %-20s %10s %12s %18s%n";
    System.out.printf(
        Locale.ROOT, row, "part", "environment", "µs", "± (99.9 %)", "bytes allocated");
    for (RunResult result : results) {
      System.out.printf(
          Locale.ROOT,
          row,
          result.getPrimaryResult().getLabel(),
          result.getParams().getParam("environment"),
          decimals(result.getPrimaryResult().getScore()),
          decimals(result.getPrimaryResult().getScoreError()),
          decimals(result.getSecondaryResults().get(ALLOCATED).getScore()));
    }
  }

  private static String decimals(double value) {
    return Text.format("%.3f", value);
  }
}
