package io.github.udrlpg.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.compact.InputRun;
import io.github.udrlpg.compact.Inputs;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.sweep.SweepDirectory;
import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What there is to analyse: the files that commit logs or a card name, and what they share.
 *
 * @param runs the number of runs
 * @param traits what all runs have in common
 * @param files the files, in order
 */
public record PolicySource(int runs, Traits traits, List<SourceFile> files) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BY_TRIAL =
      "Analyse one trial of the sweep at a time, such as jobs/analyze SWEEP/trials/trial=0000";
  private static final String BY_RUN =
      "Analyse them one by one, or make a dataset of those that agree with jobs/compact";

  /** Copies the list. */
  public PolicySource {
    files = List.copyOf(files);
  }

  /**
   * Opens a run, a group of runs, a sweep or a compacted dataset; reads logs or card, and no
   * policy.
   *
   * @param warnings receives what is left out
   * @throws InvalidInputException if it is none of them, is damaged, holds no policy, or its runs
   *     differ in what policies must share to be compared
   */
  public static PolicySource open(Configuration hadoop, Path directory, Consumer<String> warnings)
      throws IOException {
    Path qualified = directory.getFileSystem(hadoop).makeQualified(directory);
    Optional<JsonNode> card = card(hadoop, qualified);
    return card.isPresent() ? ofCard(qualified, card.get()) : ofRuns(hadoop, qualified, warnings);
  }

  /** Returns the number of policies. */
  public long policies() {
    return files.stream().mapToLong(file -> file.file().rows()).sum();
  }

  /** Returns the bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(file -> file.file().bytes()).sum();
  }

  /** Returns the number of trials; 0 outside of sweeps. */
  public long trials() {
    return files.stream()
        .mapToInt(SourceFile::trial)
        .filter(trial -> trial != InputRun.NO_TRIAL)
        .distinct()
        .count();
  }

  private static PolicySource ofRuns(
      Configuration hadoop, Path directory, Consumer<String> warnings) throws IOException {
    boolean isSweep = SweepDirectory.holdsSweep(hadoop, directory);
    if (!isSweep
        && !RunGroup.holdsGroup(hadoop, directory)
        && !RunDirectory.holdsRun(hadoop, directory)) {
      throw new InvalidInputException(
          Text.format(
                  "There is nothing to analyse in %s: it has neither run.json nor group.json nor"
                      + " sweep.json",
                  directory)
              + " nor _card.json");
    }
    List<String> problems = new ArrayList<>();
    List<InputRun> runs = Inputs.open(hadoop, List.of(directory), problems, warnings);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join(System.lineSeparator(), problems));
    }
    if (runs.isEmpty()) {
      throw new InvalidInputException(
          Text.format("There is nothing to analyse: no run of %s has a policy yet", directory));
    }
    TraitsOfRuns traits = new TraitsOfRuns();
    List<SourceFile> files = new ArrayList<>();
    for (InputRun run : runs) {
      traits.add(run.name(), Traits.of(run.run().configuration().settings()));
      String dataset = run.run().path("policies").toString();
      for (CommitEntry commit : run.commits()) {
        for (DataFile file : commit.files()) {
          files.add(new SourceFile(files.size(), dataset, file, run.trial()));
        }
      }
    }
    return new PolicySource(
        runs.size(), traits.requireSame(directory, isSweep ? BY_TRIAL : BY_RUN), files);
  }

  private static Optional<JsonNode> card(Configuration hadoop, Path directory) throws IOException {
    Path file = new Path(directory, "_card.json");
    try {
      return Optional.of(JSON.readTree(AtomicFiles.read(hadoop, file)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new InvalidInputException(
          Text.format(
              "Cannot read %s: %s. Make the dataset anew with jobs/compact",
              file, e.getOriginalMessage()),
          e);
    }
  }

  private static PolicySource ofCard(Path directory, JsonNode card) {
    List<SourceFile> files = files(directory, card);
    if (card.path("runs").isEmpty() || files.isEmpty()) {
      throw new InvalidInputException(
          Text.format(
              "%s/_card.json names no run or no file: make the dataset anew with jobs/compact",
              directory));
    }
    TraitsOfRuns traits = new TraitsOfRuns();
    for (JsonNode run : card.path("runs")) {
      String name = run.path("directory").asText();
      if (run.at("/policy_network/layers").isEmpty()) {
        throw new InvalidInputException(
            Text.format(
                "Run %s of %s has policies of several networks: they cannot be compared weight by"
                    + " weight",
                name, directory));
      }
      traits.add(
          Text.format("%s, %s", name, run.path("run").asText()),
          Traits.of(run, card.path("partition_buckets").asInt()));
    }
    boolean isSweep = files.get(0).trial() != InputRun.NO_TRIAL;
    return new PolicySource(
        card.path("runs").size(),
        traits.requireSame(directory, isSweep ? BY_TRIAL : BY_RUN),
        files);
  }

  private static List<SourceFile> files(Path directory, JsonNode card) {
    List<SourceFile> files = new ArrayList<>();
    for (JsonNode file : card.path("files")) {
      DataFile data =
          new DataFile(
              file.path("path").asText(),
              file.path("policies").asLong(),
              file.path("bytes").asLong(),
              file.path("sha256").asText());
      files.add(
          new SourceFile(
              files.size(), directory.toString(), data, data.trial().orElse(InputRun.NO_TRIAL)));
    }
    return files;
  }
}
