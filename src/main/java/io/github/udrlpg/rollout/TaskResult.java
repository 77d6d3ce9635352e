package io.github.udrlpg.rollout;

import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.PolicyRow;
import java.io.Serializable;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What tasks report: the policies without their weights, which stay in the files.
 *
 * @param rows the policies
 * @param files the finished files, empty for an evaluation
 * @param simulationSeconds wall time of the slowest task's episodes
 */
public record TaskResult(List<PolicyRow> rows, List<DataFile> files, double simulationSeconds)
    implements Serializable {

  /** Copies both lists. */
  public TaskResult {
    rows = List.copyOf(rows);
    files = List.copyOf(files);
  }

  /** Puts the results of several tasks together, rows in order of policy. */
  public static TaskResult merge(Collection<TaskResult> tasks) {
    return new TaskResult(
        tasks.stream()
            .flatMap(task -> task.rows().stream())
            .sorted(Comparator.comparingInt(PolicyRow::policy))
            .toList(),
        tasks.stream().flatMap(task -> task.files().stream()).toList(),
        tasks.stream().mapToDouble(TaskResult::simulationSeconds).max().orElse(0));
  }
}
