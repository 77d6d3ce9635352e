package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.analysis.Analysis;
import io.github.udrlpg.analysis.AnalysisRequest;
import io.github.udrlpg.analysis.OutputName;
import io.github.udrlpg.store.UserPath;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at stored policies: returns, spread, components, neighbours, clusters, drift. */
@Command(
    description = {
      "Looks at the policies of a run, of a group of runs, of a sweep, or of a dataset by"
          + " jobs/compact: their returns, how weights spread, principal components, clusters and"
          + " what their means earn, neighbours and duplicates, and how observation statistics"
          + " drift.%n",
      "Writes Parquet tables, a page of pictures (index.html) and summary.json. The same input"
          + " gives the same tables, however many tasks read it."
    },
    sortOptions = false)
final class AnalyzeCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "RUN|SWEEP|DATASET",
      description =
          "Directory of a run, of a group of runs by jobs/train --seeds, of a sweep whose trials"
              + " have one network, or of a dataset by jobs/compact.")
  String input;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where to write, new or empty. Default: analysis/TIME in a run, group or sweep,"
              + " DATASET-analysis-TIME beside a dataset.")
  String out;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Policies for principal components and neighbours. Default: ${DEFAULT-VALUE}.")
  int sample;

  @Option(
      names = "--bucket-sample",
      paramLabel = "N",
      defaultValue = "400",
      description =
          "Policies of each return bucket for spread and clusters. Default: ${DEFAULT-VALUE}.")
  int bucketSample;

  @Option(
      names = "--cluster-buckets",
      paramLabel = "N",
      defaultValue = "8",
      description = "Return buckets to search for clusters; 0 for none. Default: ${DEFAULT-VALUE}.")
  int clusterBuckets;

  @Option(
      names = "--clusters",
      paramLabel = "N",
      defaultValue = "4",
      description = "The most clusters to try in a bucket. Default: ${DEFAULT-VALUE}.")
  int clusters;

  @Option(
      names = "--nulls",
      paramLabel = "N",
      defaultValue = "199",
      description =
          "Samples of one Gaussian that a bucket's clusters are compared with. Default:"
              + " ${DEFAULT-VALUE}.")
  int nulls;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Episodes for each mean of a cluster and each of its members. Default:"
              + " ${DEFAULT-VALUE}.")
  int episodes;

  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    AnalysisRequest request =
        new AnalysisRequest(sample, bucketSample, clusterBuckets, clusters, nulls, episodes);
    Configuration hadoop = SparkApplication.hadoopConfiguration();
    Path given = UserPath.of(hadoop, input);
    if (!given.getFileSystem(hadoop).exists(given)) {
      throw new InvalidInputException("There is no directory " + given);
    }
    Path directory = out == null ? defaultOut(hadoop, given) : UserPath.of(hadoop, out);
    directory = directory.getFileSystem(hadoop).makeQualified(directory);
    Analysis analysis =
        Analysis.prepare(
            hadoop,
            given,
            directory,
            out == null ? OutputName.PROPOSED : OutputName.GIVEN,
            request,
            warning -> System.err.println("Warning: " + warning));
    SparkApplication.warnOfStorage(hadoop, directory.toString());
    AnalysisProgress progress = new AnalysisProgress(System.err);
    List<String> facts;
    try (JavaSparkContext spark = SparkApplication.start("udrlpg-spark analyze " + input)) {
      facts = analysis.run(spark, Versions.all(), progress);
    } finally {
      progress.end();
    }
    facts.forEach(System.out::println);
    System.err.printf(Locale.ROOT, "Page: %s%n", new Path(analysis.out(), "index.html"));
    return 0;
  }

  private static Path defaultOut(Configuration hadoop, Path given) throws IOException {
    String time = TimeStamp.now();
    Path directory = given.getFileSystem(hadoop).makeQualified(given);
    return directory.getFileSystem(hadoop).exists(new Path(directory, "_card.json"))
        ? UserPath.child(directory.getParent(), directory.getName() + "-analysis-" + time)
        : new Path(directory, "analysis/" + time);
  }
}
