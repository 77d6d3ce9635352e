package io.github.udrlpg.compact;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.DirectoryClaim;
import io.github.udrlpg.store.HadoopSettings;
import io.github.udrlpg.store.PolicyWriters;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A compaction from the driver's side. Holds lists of files, never rows. */
public final class Compaction {
  private static final int MOST_PROBLEMS = 100;

  private final Configuration hadoop;
  private final Path out;
  private final CompactionRequest request;
  private final List<InputRun> runs;
  private final ReturnBuckets buckets;
  private final List<PlannedFile> plan;
  private final OutputDirectory directory;

  private Compaction(
      Configuration hadoop,
      Path out,
      CompactionRequest request,
      List<InputRun> runs,
      OutputDirectory directory) {
    this.hadoop = hadoop;
    this.out = out;
    this.request = request;
    this.runs = runs;
    this.directory = directory;
    this.buckets =
        new ReturnBuckets(
            request.partitionBuckets().orElseGet(() -> Inputs.partitionBuckets(runs)));
    this.plan = Plan.of(inputs(), (long) request.fileMebibytes() << 20);
  }

  /**
   * Reads the logs of the runs and plans; nothing is written.
   *
   * @param warnings receives what is left out
   * @throws InvalidInputException naming all that is wrong with the request
   */
  public static Compaction prepare(
      Configuration hadoop, CompactionRequest request, Consumer<String> warnings)
      throws IOException {
    List<String> problems = new ArrayList<>();
    if (request.fileMebibytes() < 1) {
      problems.add("--file-mib must be positive, found " + request.fileMebibytes());
    }
    if (request.partitionBuckets().orElse(1) < 1) {
      problems.add(
          "--partition-buckets must be positive, found " + request.partitionBuckets().getAsInt());
    }
    Path out = qualified(hadoop, request.out());
    OutputDirectory directory = new OutputDirectory(hadoop, out);
    List<Path> given = new ArrayList<>();
    for (String run : request.runs()) {
      given.add(qualified(hadoop, run));
    }
    List<InputRun> runs = Inputs.open(hadoop, given, problems, warnings);
    Inputs.requireDifferentIdentifiers(runs, problems);
    problems.addAll(directory.problems());
    if (request.partitionBuckets().isEmpty() && !runs.isEmpty()) {
      try {
        Inputs.partitionBuckets(runs);
      } catch (InvalidInputException e) {
        problems.add(e.getMessage());
      }
    }
    if (runs.isEmpty() && problems.isEmpty()) {
      problems.add(Text.format("There is nothing to compact: no run of %s has begun", given));
    }
    OutputDirectory.requireNone(problems);
    return new Compaction(hadoop, out, request, runs, directory);
  }

  private static Path qualified(Configuration hadoop, String path) throws IOException {
    Path given = UserPath.of(hadoop, path);
    return given.getFileSystem(hadoop).makeQualified(given);
  }

  private List<InputFile> inputs() {
    List<InputFile> inputs = new ArrayList<>();
    for (InputRun run : runs) {
      String dataset = run.run().path("policies").toString();
      for (CommitEntry commit : run.commits()) {
        for (DataFile file : commit.files()) {
          inputs.add(
              InputFile.of(
                      dataset,
                      run.id(),
                      commit.iteration(),
                      file,
                      run.partitionBuckets(),
                      buckets.count())
                  .ofTrial(run.trial()));
        }
      }
    }
    return inputs;
  }

  /** Returns the files to make, each by one task. */
  public List<PlannedFile> plan() {
    return plan;
  }

  /** Whoever does the work: tasks on executors, or the calling thread. */
  @FunctionalInterface
  public interface Workers {
    /**
     * Has the compactor make every file of the plan.
     *
     * @return what came of them, in any order
     */
    List<CompactedFile> run(List<PlannedFile> plan, FileCompactor compactor) throws IOException;
  }

  /**
   * Makes the dataset. What an earlier compaction left unfinished in its directory is removed
   * first; if this one fails, it leaves nothing behind.
   *
   * @param versions of the software, by name
   * @return what the dataset's card says
   * @throws InvalidInputException if inputs are damaged; nothing was published
   * @throws IOException if policies are missing or twice, or the file system refuses
   */
  public Card run(Workers workers, Map<String, String> versions) throws IOException {
    try (DirectoryClaim claim = directory.begin()) {
      return run(workers, versions, claim);
    }
  }

  private Card run(Workers workers, Map<String, String> versions, DirectoryClaim claim)
      throws IOException {
    try {
      return finish(workers.run(plan, compactor()), versions, claim);
    } catch (IOException | RuntimeException e) {
      try {
        directory.abandon(claim);
      } catch (IOException | RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private FileCompactor compactor() {
    HadoopSettings settings = new HadoopSettings(hadoop);
    return new FileCompactor(
        settings,
        PolicyWriters.below(settings, out, directory.temporary(), request.compression().name()),
        buckets);
  }

  private Card finish(List<CompactedFile> files, Map<String, String> versions, DirectoryClaim claim)
      throws IOException {
    requireNoDamage(files);
    requireEachOnce(files);
    Map<String, DataFile> written = new LinkedHashMap<>();
    Map<String, RunCounts> counts = new TreeMap<>();
    for (CompactedFile file : inOrder(files)) {
      file.files().forEach(data -> written.put(plan.get(file.index()).path(), data));
      file.runs().forEach((run, some) -> counts.merge(run, some, RunCounts::plus));
    }
    Card card =
        new Card(
            Instant.now(),
            versions,
            buckets.count(),
            request.compression(),
            runs.stream().map(run -> RunCard.of(run, counts.get(run.id()))).toList(),
            directory.publish(written));
    directory.finish(claim, CardText.of(card), CardJson.of(card));
    return card;
  }

  private static List<CompactedFile> inOrder(List<CompactedFile> files) {
    return files.stream().sorted(Comparator.comparingInt(CompactedFile::index)).toList();
  }

  private void requireNoDamage(List<CompactedFile> files) {
    List<String> problems =
        files.stream().flatMap(file -> file.problems().stream()).distinct().sorted().toList();
    if (problems.isEmpty()) {
      return;
    }
    int shown = Math.min(MOST_PROBLEMS, problems.size());
    int more = problems.size() - shown;
    throw new InvalidInputException(
        Text.format(
                "Nothing was published in %s, because these inputs are damaged:%n  %s",
                out, String.join(System.lineSeparator() + "  ", problems.subList(0, shown)))
            + (more > 0 ? Text.format("%n  and %d more", more) : ""));
  }

  /** Every policy that a log counts must have come through, and none twice. */
  private void requireEachOnce(List<CompactedFile> files) throws IOException {
    Map<String, Map<Integer, BitSet>> found = new HashMap<>();
    for (CompactedFile file : files) {
      for (IterationKeys keys : file.keys()) {
        BitSet all =
            found
                .computeIfAbsent(keys.run(), run -> new HashMap<>())
                .computeIfAbsent(keys.iteration(), iteration -> new BitSet());
        if (all.intersects(keys.policies())) {
          throw new IOException(
              Text.format(
                  "Nothing was published in %s: policies of iteration %d of run %s came twice",
                  out, keys.iteration(), keys.run()));
        }
        all.or(keys.policies());
      }
    }
    for (InputRun run : runs) {
      for (CommitEntry commit : run.commits()) {
        BitSet all =
            found.getOrDefault(run.id(), Map.of()).getOrDefault(commit.iteration(), new BitSet());
        if (all.cardinality() != commit.rows()) {
          throw new IOException(
              Text.format(
                  "Nothing was published in %s: iteration %d of run %s has %d policies, %d came"
                      + " through",
                  out, commit.iteration(), run.id(), commit.rows(), all.cardinality()));
        }
      }
    }
  }
}
