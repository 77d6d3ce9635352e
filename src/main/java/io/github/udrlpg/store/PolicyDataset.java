package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * The policies of a run: {@code iteration=K/writer=W/return_bucket=B/*.parquet} below one
 * directory, of which only the files that the commit log names count.
 *
 * <p>Lives on the driver. Tasks write through {@link #writers}; the driver then publishes what they
 * finished with {@link #commit}, all of an iteration at once.
 */
public final class PolicyDataset {
  private final Configuration hadoop;
  private final HadoopSettings shipped;
  private final Path root;
  private final CommitLog log;
  private final PolicyReader reader;
  private final CompressionCodecName codec;
  private final ReturnBuckets returnBuckets;
  private final RunIdentity identity;
  private final String writer = DataPath.newWriter();

  /**
   * Opens a dataset, which need not exist yet.
   *
   * @param root its directory, under any file system of Hadoop's
   * @param returnBuckets the return buckets of the directories, coarser than those of the sampler
   * @param codec compression of the pages
   * @throws IOException if there is no file system for {@code root}
   */
  public PolicyDataset(
      Configuration hadoop, Path root, ReturnBuckets returnBuckets, CompressionCodecName codec)
      throws IOException {
    this(hadoop, root, returnBuckets, codec, RunIdentity.UNKNOWN);
  }

  /**
   * Opens a dataset, which need not exist yet.
   *
   * @param root its directory, under any file system of Hadoop's
   * @param returnBuckets the return buckets of the directories, coarser than those of the sampler
   * @param codec compression of the pages
   * @param identity whose the policies are: a commit of another run is refused
   * @throws IOException if there is no file system for {@code root}
   */
  public PolicyDataset(
      Configuration hadoop,
      Path root,
      ReturnBuckets returnBuckets,
      CompressionCodecName codec,
      RunIdentity identity)
      throws IOException {
    this.hadoop = hadoop;
    this.shipped = new HadoopSettings(hadoop);
    this.root = root;
    this.log = new CommitLog(hadoop, root, identity);
    this.reader = new PolicyReader(hadoop);
    this.returnBuckets = returnBuckets;
    this.codec = codec;
    this.identity = identity;
  }

  /** Returns the return buckets of the directories. */
  public ReturnBuckets returnBuckets() {
    return returnBuckets;
  }

  /** Returns what the tasks of an iteration write with. */
  public PolicyWriters writers(int iteration) {
    return new PolicyWriters(
        shipped, root.toString(), DataPath.directory(iteration, writer), codec);
  }

  /**
   * Publishes an iteration: its rows appear all at once.
   *
   * @param files what its tasks finished
   * @throws IOException if the log refuses, for one because another driver has committed it
   */
  public CommitEntry commit(int iteration, List<DataFile> files) throws IOException {
    List<DataFile> ordered = files.stream().sorted(Comparator.comparing(DataFile::path)).toList();
    CommitEntry entry =
        new CommitEntry(
            PolicySchema.VERSION, iteration, writer, identity.run(), identity.beginning(), ordered);
    log.add(entry);
    return entry;
  }

  /** Returns the commit of an iteration, if there is one. */
  public Optional<CommitEntry> find(int iteration) throws IOException {
    return log.find(iteration);
  }

  /** Returns the last iteration that was committed, if any was; no commit is read for that. */
  public OptionalInt lastIteration() throws IOException {
    return log.lastIteration();
  }

  /**
   * Makes sure that the dataset is this run's, as far as the first commit and one other tell.
   *
   * @param last the iteration of the other one
   * @throws InvalidInputException if it is not, saying which iterations are whose
   */
  public void requireOwn(int last) throws IOException {
    List<CommitEntry> ends = new ArrayList<>();
    log.find(0).ifPresent(ends::add);
    if (last > 0) {
      log.find(last).ifPresent(ends::add);
    }
    MixedRuns mixed = new MixedRuns(hadoop, root, identity);
    try {
      mixed.requireNone(ends);
    } catch (InvalidInputException e) {
      mixed.requireNone(log.list());
      throw e;
    }
  }

  /** Returns all commits, by iteration. */
  public List<CommitEntry> commits() throws IOException {
    return log.list();
  }

  /**
   * Returns the commits of a dataset that somebody else may be adding to, by iteration.
   *
   * @param root the dataset's directory
   * @param identity whose the policies are: a commit of another run is refused
   */
  public static List<CommitEntry> commits(Configuration hadoop, Path root, RunIdentity identity)
      throws IOException {
    List<CommitEntry> commits = new CommitLog(hadoop, root, identity).list();
    new MixedRuns(hadoop, root, identity).requireNone(commits);
    return commits;
  }

  /** Reads what is known of an iteration's policies, in order of policy, without weights. */
  public List<PolicyRow> readRows(CommitEntry entry) throws IOException {
    return readRows(entry, file -> true);
  }

  /**
   * Reads what is known of some of an iteration's policies, in order of policy, without weights.
   *
   * @param files tells which of its files to read; others are not opened
   */
  public List<PolicyRow> readRows(CommitEntry entry, Predicate<DataFile> files) throws IOException {
    List<PolicyRow> rows = new ArrayList<>();
    for (DataFile file : entry.files()) {
      if (files.test(file)) {
        rows.addAll(reader.readRows(path(file), file));
        rows.forEach(row -> identity.require(path(file), new RunIdentity(row.run(), "")));
      }
    }
    rows.sort(Comparator.comparingInt(PolicyRow::policy));
    return rows;
  }

  /** Reads the wanted policies of an iteration with their weights, in order of policy. */
  public List<StoredPolicy> readPolicies(CommitEntry entry, IntPredicate wanted)
      throws IOException {
    List<StoredPolicy> policies = new ArrayList<>();
    for (DataFile file : entry.files()) {
      reader.readPolicies(path(file), file, wanted, policies::add);
      policies.forEach(
          policy -> identity.require(path(file), new RunIdentity(policy.row().run(), "")));
    }
    policies.sort(Comparator.comparingInt(policy -> policy.row().policy()));
    return policies;
  }

  /**
   * Reads the weights of the wanted policies of an iteration and hands them on one by one, file by
   * file, so that they need not all be on the heap at once.
   *
   * @param files which of its files may hold wanted policies; others are not opened
   * @param wanted the policies, by index
   * @param visitor may keep what it is given, which is not reused
   */
  public void visitWeights(
      CommitEntry entry,
      Predicate<DataFile> files,
      IntPredicate wanted,
      Consumer<StoredWeights> visitor)
      throws IOException {
    for (DataFile file : entry.files()) {
      if (files.test(file)) {
        reader.readWeights(path(file), file, wanted, visitor::accept);
      }
    }
  }

  private Path path(DataFile file) {
    return new Path(root, file.path());
  }

  /**
   * Deletes what dead drivers and outrun tasks left: every file of a committed iteration that its
   * commit does not name. What belongs to an iteration that is not committed stays until it is,
   * because a driver that is only believed dead may still commit it; then it no longer can. What
   * does not bear a name of ours from end to end stays.
   *
   * @param warning told of files that are not ours
   * @return the number of files deleted
   * @throws InvalidInputException if an iteration has two entries in the log; nothing is deleted
   */
  public int removeLeftovers(Consumer<String> warning) throws IOException {
    log.removeTemporaryFiles();
    return new Leftovers(hadoop, root, log, warning).remove();
  }

  /** Deletes the same and tells nobody of other files. */
  public int removeLeftovers() throws IOException {
    return removeLeftovers(warning -> {});
  }

  /**
   * Makes sure that each iteration of a log has one entry, before anything of a run changes.
   *
   * @param root the dataset's directory, which need not exist
   * @return what there is to say of entries that are named in other digits than ours
   * @throws InvalidInputException if an iteration has two
   */
  public static Optional<String> requireOneLog(Configuration hadoop, Path root) throws IOException {
    Map<Integer, Path> entries = new CommitLog(hadoop, root, RunIdentity.UNKNOWN).inOtherDigits();
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Text.format(
                "An early version named %d commit(s) of this run in the digits of another language,"
                    + " such as %s: they count as what they are",
                entries.size(), entries.values().iterator().next()));
  }

  /**
   * Deletes what dead drivers and outrun tasks left of one iteration, as {@link #removeLeftovers()}
   * does.
   *
   * @return the number of files deleted
   */
  public int removeLeftovers(int iteration) throws IOException {
    return new Leftovers(hadoop, root, log, warning -> {}).remove(iteration);
  }
}
