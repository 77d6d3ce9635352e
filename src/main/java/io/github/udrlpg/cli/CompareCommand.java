package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.experiment.ComparisonReport;
import io.github.udrlpg.experiment.GroupComparison;
import io.github.udrlpg.experiment.GroupResults;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.experiment.Score;
import io.github.udrlpg.report.ComparisonData;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two groups of runs. */
@Command(
    description =
        "Compares two groups of runs, as jobs/train --seeds writes them: how likely a run of A does"
            + " better than one of B, by how much, and whether that could be chance.",
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  private static final String JSON_FILE = "comparison.json";

  @Parameters(index = "0", paramLabel = "GROUP_A", description = "Directory of a group of runs.")
  String first;

  @Parameters(index = "1", paramLabel = "GROUP_B", description = "Directory of another one.")
  String second;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      defaultValue = "final",
      description =
          "What runs are compared by: final (return of the last evaluation), best (highest"
              + " evaluation), auc (mean over the learning curve), identity-error, obedience (nRMSE)"
              + " or return-and-obedience (scaled final return less nRMSE)."
              + " Default: ${DEFAULT-VALUE}.")
  String metric;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write a page, its pictures and comparison.json there.")
  String out;

  @Mixin CommonOptions common;

  @Override
  public Integer call() throws IOException {
    Score score = Score.named(metric, "--metric");
    Configuration hadoop = SparkApplication.hadoopConfiguration();
    if (out != null) {
      ComparisonReport.requireFree(hadoop, UserPath.of(hadoop, out), JSON_FILE);
    }
    Path pathA = UserPath.of(hadoop, first);
    Path pathB = UserPath.of(hadoop, second);
    if (pathA.equals(pathB)) {
      throw new InvalidInputException("GROUP_A and GROUP_B are the same directory: " + first);
    }
    boolean sameName = pathA.getName().equals(pathB.getName());
    List<GroupResults> groups =
        List.of(
            read(hadoop, pathA, sameName ? first : pathA.getName()),
            read(hadoop, pathB, sameName ? second : pathB.getName()));
    GroupComparison comparison = GroupComparison.of(groups.get(0), groups.get(1), score);
    ComparisonData data =
        ComparisonReport.data(
            Text.format("%s against %s", comparison.nameA(), comparison.nameB()),
            groups,
            List.of(comparison.statement()),
            Stream.concat(
                    Stream.of(ComparisonReport.overview(groups, score), comparison.table()),
                    ComparisonReport.obedience(groups).stream())
                .toList());
    data.warnings().forEach(CommonOptions::warn);
    data.tables().forEach(table -> System.out.println(table.text()));
    System.out.println(comparison.statement());
    if (out != null) {
      Path directory = UserPath.of(hadoop, out);
      ComparisonReport.writeAlone(
          hadoop,
          directory,
          data,
          JSON_FILE,
          ComparisonReport.json(comparison),
          CommonOptions::warn);
      System.err.printf(Locale.ROOT, "Report: %s%n", new Path(directory, "index.html"));
    }
    return 0;
  }

  private static GroupResults read(Configuration hadoop, Path directory, String name)
      throws IOException {
    RunGroup group = RunGroup.open(hadoop, directory, List.of(), List.of());
    return GroupResults.read(group, List.of()).called(name).requireFinishedRuns();
  }
}
