package io.github.udrlpg.cli;

import io.github.udrlpg.compact.Card;
import io.github.udrlpg.compact.Compaction;
import io.github.udrlpg.compact.CompactionRequest;
import io.github.udrlpg.config.StoreSettings.Compression;
import io.github.udrlpg.spark.SparkCompaction;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes one clean dataset of the policies of one or many runs. */
@Command(
    description = {
      "Copies the policies of runs into one dataset, partitioned by return bucket, in few files,"
          + " with a card that describes it (_card.md, _card.json). The runs stay as they are; one"
          + " that is being trained is taken as far as it has got.%n",
      "The dataset appears whole or not at all: without a card it is unfinished, and the same"
          + " command makes it anew."
    },
    sortOptions = false)
final class CompactCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description =
          "Directory of a run, of a group of runs by jobs/train --seeds, or of one sweep, whose"
              + " dataset is partitioned by trial as well.")
  List<String> runs;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DATASET",
      description = "Directory of the dataset, new or empty, local or under any Hadoop path.")
  String out;

  @Option(
      names = "--file-mib",
      paramLabel = "N",
      defaultValue = "256",
      description = "What a file should about measure at most, in MiB. Default: ${DEFAULT-VALUE}.")
  int fileMebibytes;

  @Option(
      names = "--partition-buckets",
      paramLabel = "N",
      description =
          "Return buckets over scaled returns from 0 to 1. Default: store.partition-buckets of the"
              + " runs. With a number that does not divide theirs, files are read once for each"
              + " bucket they overlap.")
  Integer partitionBuckets;

  @Option(
      names = "--compression",
      paramLabel = "CODEC",
      defaultValue = "zstd",
      description = "zstd, snappy or uncompressed. Default: ${DEFAULT-VALUE}.")
  Compression compression;

  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    CompactionRequest request =
        new CompactionRequest(
            runs,
            out,
            fileMebibytes,
            partitionBuckets == null ? OptionalInt.empty() : OptionalInt.of(partitionBuckets),
            compression);
    Configuration hadoop = SparkApplication.hadoopConfiguration();
    Compaction compaction =
        Compaction.prepare(hadoop, request, warning -> System.err.println("Warning: " + warning));
    SparkApplication.warnOfStorage(hadoop, out);
    CompactionProgress progress = new CompactionProgress(compaction.plan(), System.err);
    Card card;
    try (JavaSparkContext spark = SparkApplication.start("udrlpg-spark compact " + out)) {
      SparkCompaction workers = new SparkCompaction(spark, progress::done);
      card = compaction.run(workers, Versions.all());
    } finally {
      progress.end();
    }
    System.out.println(summary(card, (System.nanoTime() - start) * 1e-9));
    System.err.printf(Locale.ROOT, "Card: %s%n", new Path(UserPath.of(hadoop, out), "_card.md"));
    return 0;
  }

  private String summary(Card card, double seconds) {
    double mebibytes = card.bytes() / (double) (1 << 20);
    return Text.format(
        "%,d policies of %d %s in %d files | %.1f MiB in %.1f s, %.1f MiB/s | %s",
        card.policies(),
        card.runCount(),
        card.runCount() == 1 ? "run" : "runs",
        card.files().size(),
        mebibytes,
        seconds,
        mebibytes / seconds,
        out);
  }
}
