package io.github.udrlpg.compact;

import io.github.udrlpg.text.Text;
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

  /** Copies the list. */
  public PlannedFile {
    inputs = List.copyOf(inputs);
  }

  /** Returns where it will stand below the dataset's directory. */
  public String path() {
    int trial = inputs.get(0).trial();
    return (trial == InputRun.NO_TRIAL ? "" : Text.format("trial=%d/", trial))
        + Text.format("return_bucket=%d/part-%05d.parquet", bucket, part);
  }

  /** Returns about how many bytes are read for it. */
  public long bytes() {
    return inputs.stream().mapToLong(input -> input.file().bytes()).sum();
  }
}
