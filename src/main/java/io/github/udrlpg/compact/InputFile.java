package io.github.udrlpg.compact;

import io.github.udrlpg.store.DataFile;
import java.io.Serializable;
import java.util.Comparator;

/**
 * A committed data file of a run, as a task reads it.
 *
 * @param dataset the directory that the file's path is relative to
 * @param run identifier of the run that its policies must have
 * @param iteration the iteration that they must have
 * @param file the file as the run's log names it
 * @param firstBucket the lowest return bucket of the new dataset that its policies may fall into
 * @param lastBucket the highest one
 * @param trial the trial of a sweep that its run belongs to; {@link InputRun#NO_TRIAL} for none
 */
record InputFile(
    String dataset,
    String run,
    int iteration,
    DataFile file,
    int firstBucket,
    int lastBucket,
    int trial)
    implements Serializable {
  /** The order of rows in the new dataset. */
  static final Comparator<InputFile> ORDER =
      Comparator.comparing(InputFile::run)
          .thenComparingInt(InputFile::iteration)
          .thenComparing(input -> input.file().path());

  /**
   * Describes a file of a dataset with {@code oldBuckets} that goes into one with {@code
   * newBuckets}.
   */
  static InputFile of(
      String dataset, String run, int iteration, DataFile file, long oldBuckets, long newBuckets) {
    long bucket = file.returnBucket();
    // Bucket k of n covers (k/n, (k+1)/n]: the same interval in other steps.
    long first = bucket * newBuckets / oldBuckets;
    long last = ((bucket + 1) * newBuckets + oldBuckets - 1) / oldBuckets - 1;
    return new InputFile(
        dataset,
        run,
        iteration,
        file,
        Math.toIntExact(first),
        Math.toIntExact(last),
        InputRun.NO_TRIAL);
  }

  /** Returns the same as a file of a trial. */
  InputFile ofTrial(int number) {
    return new InputFile(dataset, run, iteration, file, firstBucket, lastBucket, number);
  }

  /** Returns about how many of its bytes go into one of its buckets. */
  long bytesPerBucket() {
    return file.bytes() / (lastBucket - firstBucket + 1L);
  }
}
