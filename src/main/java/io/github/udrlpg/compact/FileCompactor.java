package io.github.udrlpg.compact;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.store.HadoopSettings;
import io.github.udrlpg.store.PolicyReader;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.PolicyWriter;
import io.github.udrlpg.store.PolicyWriters;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The work of one task: copies the policies of some files into one, row group by row group, and
 * checks every byte that it reads. Shipped to executors.
 */
public final class FileCompactor implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HadoopSettings hadoop;
  private final PolicyWriters writers;
  private final ReturnBuckets buckets;

  FileCompactor(HadoopSettings hadoop, PolicyWriters writers, ReturnBuckets buckets) {
    this.hadoop = hadoop;
    this.writers = writers;
    this.buckets = buckets;
  }

  /**
   * Writes a file of the plan under a name that no other attempt has.
   *
   * @param attempt a name that no other task or attempt has
   * @return what it holds, or which of its inputs are damaged: trying again does not help there
   * @throws IOException if the file system refuses; trying again may help
   */
  public CompactedFile compact(PlannedFile planned, String attempt) throws IOException {
    PolicyReader reader = new PolicyReader(hadoop.configuration());
    Contents contents = new Contents();
    List<String> problems = new ArrayList<>();
    try (PolicyWriter writer = writers.open(attempt)) {
      for (InputFile input : planned.inputs()) {
        try {
          copy(reader, input, planned.bucket(), contents, problems.isEmpty() ? writer : null);
        } catch (InvalidInputException e) {
          // The rest is still checked, so that a user learns of all damage at once.
          problems.add(e.getMessage());
        }
      }
      return new CompactedFile(
          planned.index(),
          problems.isEmpty() ? writer.finish() : List.of(),
          contents.runs,
          contents.keys,
          problems);
    }
  }

  private void copy(
      PolicyReader reader, InputFile input, int bucket, Contents contents, PolicyWriter writer)
      throws IOException {
    reader.read(
        UserPath.written(input.dataset()),
        input.file(),
        policy -> {
          requireOf(input, policy.row());
          if (bucketOf(policy.row(), input) == bucket) {
            contents.add(input, policy);
            if (writer != null) {
              writer.write(new StoredPolicy(policy.row().inBucket(bucket), policy.weights()));
            }
          }
        });
  }

  /** A return at a border may be rounded to either side: it stays in the old bucket's interval. */
  private int bucketOf(PolicyRow row, InputFile input) {
    return Math.max(
        input.firstBucket(), Math.min(input.lastBucket(), buckets.indexOf(row.scaledReturn())));
  }

  private static void requireOf(InputFile input, PolicyRow row) {
    if (!row.run().equals(input.run()) || row.iteration() != input.iteration()) {
      throw new InvalidInputException(
          Text.format(
              "%s/%s holds policy %s of run %s, where the log of run %s says iteration %d",
              input.dataset(),
              input.file().path(),
              row.id(),
              row.run(),
              input.run(),
              input.iteration()));
    }
  }

  /** What the rows so far come to. */
  private static final class Contents {
    private final Map<String, RunCounts> runs = new TreeMap<>();
    private final List<IterationKeys> keys = new ArrayList<>();

    void add(InputFile input, StoredPolicy policy) {
      PolicyRow row = policy.row();
      IterationKeys last = keys.isEmpty() ? null : keys.get(keys.size() - 1);
      if (last == null || !last.run().equals(row.run()) || last.iteration() != row.iteration()) {
        last = new IterationKeys(row.run(), row.iteration(), new BitSet());
        keys.add(last);
      }
      if (last.policies().get(row.policy())) {
        throw new InvalidInputException(
            Text.format(
                "%s/%s holds policy %s of run %s, which was there already",
                input.dataset(), input.file().path(), row.id(), row.run()));
      }
      last.policies().set(row.policy());
      runs.merge(row.run(), RunCounts.of(policy), RunCounts::plus);
    }
  }
}
