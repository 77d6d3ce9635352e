package io.github.udrlpg.compact;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Decides which policies share a file. It depends on the inputs alone, not on who does the work.
 */
final class Plan {
  private Plan() {}

  /**
   * Puts the files of each return bucket of each trial together in order, in as few parts of about
   * equal size as the target allows.
   *
   * @param targetBytes what a file should not exceed by more than one input
   */
  static List<PlannedFile> of(List<InputFile> inputs, long targetBytes) {
    TreeMap<Integer, TreeMap<Integer, List<InputFile>>> byTrial = new TreeMap<>();
    for (InputFile input : inputs) {
      for (int bucket = input.firstBucket(); bucket <= input.lastBucket(); bucket++) {
        byTrial
            .computeIfAbsent(input.trial(), key -> new TreeMap<>())
            .computeIfAbsent(bucket, key -> new ArrayList<>())
            .add(input);
      }
    }
    List<PlannedFile> plan = new ArrayList<>();
    byTrial
        .values()
        .forEach(
            byBucket -> byBucket.forEach((bucket, files) -> add(plan, bucket, files, targetBytes)));
    return plan;
  }

  private static void add(
      List<PlannedFile> plan, int bucket, List<InputFile> files, long targetBytes) {
    files.sort(InputFile.ORDER);
    int part = 0;
    for (List<InputFile> some : split(files, targetBytes)) {
      plan.add(new PlannedFile(plan.size(), bucket, part++, some));
    }
  }

  private static List<List<InputFile>> split(List<InputFile> files, long targetBytes) {
    long all = files.stream().mapToLong(InputFile::bytesPerBucket).sum();
    long parts = Math.max(1, (all + targetBytes - 1) / targetBytes);
    List<List<InputFile>> split = new ArrayList<>();
    long before = 0;
    long current = -1;
    for (InputFile file : files) {
      // In doubles: the product of two large sizes is more than a long holds.
      long part = Math.min(parts - 1, (long) ((double) before / all * parts));
      if (part != current) {
        split.add(new ArrayList<>());
        current = part;
      }
      split.get(split.size() - 1).add(file);
      before += file.bytesPerBucket();
    }
    return split;
  }
}
