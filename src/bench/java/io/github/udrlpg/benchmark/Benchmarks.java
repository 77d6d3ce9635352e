package io.github.udrlpg.benchmark;

import io.github.udrlpg.cli.SweepBenchmark;
import io.github.udrlpg.generator.GeneratorBenchmark;
import io.github.udrlpg.harness.MemoryBenchmark;
import io.github.udrlpg.jobs.StartupBenchmark;
import io.github.udrlpg.policy.StepBenchmark;
import io.github.udrlpg.rollout.RolloutBenchmark;
import io.github.udrlpg.spark.CompactionBenchmark;
import io.github.udrlpg.spark.IterationBenchmark;
import io.github.udrlpg.spark.ScalingBenchmark;
import io.github.udrlpg.store.CommitBenchmark;
import io.github.udrlpg.store.ParquetBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All benchmarks by name. */
@Command(
    name = "bench",
    description = "Measures this machine. Leave it idle otherwise, and read the ratios.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CommitBenchmark.class,
      CompactionBenchmark.class,
      GeneratorBenchmark.class,
      IterationBenchmark.class,
      MemoryBenchmark.class,
      ParquetBenchmark.class,
      RolloutBenchmark.class,
      ScalingBenchmark.class,
      StartupBenchmark.class,
      StepBenchmark.class,
      SweepBenchmark.class
    })
public final class Benchmarks {
  private Benchmarks() {}

  /** Runs the benchmark that the first argument names. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Benchmarks())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true)
            .execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
  }
}
