package io.github.udrlpg.compact;

import io.github.udrlpg.store.NumberedName;
import java.io.Serializable;
import java.util.List;

/**
 * A file of the new dataset: what one task writes.
 *
 * @param index its place in the plan
 * @param bucket the return bucket of all its policies
 * @param part its number among the files of this bucket
 * @param inputs what it is made of, in order
 */
public record PlannedFile(int index, int bucket, int part, List<InputFile> inputs)
    implements Serializable {

  /** The directories and files of a dataset. */
  static final NumberedName TRIAL = new NumberedName("trial=", 1, "");

  static final NumberedName BUCKET = new NumberedName("return_bucket=", 1, "");
  static final NumberedName PART = new NumberedName("part-", 5, ".parquet");

  /** Copies the list. */
  public PlannedFile {
    inputs = List.copyOf(inputs);
  }

  /** Returns where it will stand below the dataset's directory. */
  public String path() {
    int trial = inputs.get(0).trial();
    return (trial == InputRun.NO_TRIAL ? "" : TRIAL.of(trial) + "/")
        + BUCKET.of(bucket)
        + "/"
        + PART.of(part);
  }

  /** Returns about how many bytes are read for it. */
  public long bytes() {
    return inputs.stream().mapToLong(input -> input.file().bytes()).sum();
  }
}
