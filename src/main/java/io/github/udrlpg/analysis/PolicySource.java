package io.github.udrlpg.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.compact.InputRun;
import io.github.udrlpg.compact.Inputs;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DataFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What there is to analyse: the files that commit logs or a card name, and what they share.
 *
 * @param compacted whether they are of a dataset by jobs/compact
 * @param runs the number of runs
 * @param traits what all runs have in common
 * @param files the files, in order
 */
public record PolicySource(boolean compacted, int runs, Traits traits, List<SourceFile> files) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the list. */
  public PolicySource {
    files = List.copyOf(files);
  }

  /**
   * What policies must have in common to be looked at together.
   *
   * @param environment the task's identifier
   * @param shape layers of the policies
   * @param lowestReturn training return at scaled return 0
   * @param highestReturn training return at scaled return 1
   * @param buckets return buckets over scaled returns from 0 to 1
   */
  public record Traits(
      String environment, PolicyShape shape, double lowestReturn, double highestReturn, int buckets)
      implements Serializable {
    /** Returns the training return where a bucket begins. */
    double bucketStart(int bucket) {
      return lowestReturn + bucket * (highestReturn - lowestReturn) / buckets;
    }
  }

  /**
   * Opens a run, a group of runs or a compacted dataset; reads logs or card, and no policy.
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

  private static PolicySource ofRuns(
      Configuration hadoop, Path directory, Consumer<String> warnings) throws IOException {
    List<String> problems = new ArrayList<>();
    List<InputRun> runs = Inputs.open(hadoop, List.of(directory), problems, warnings);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join(System.lineSeparator(), problems));
    }
    if (runs.isEmpty()) {
      throw new InvalidInputException(
          "There is nothing to analyse: no run of %s has begun".formatted(directory));
    }
    Set<Traits> traits = new LinkedHashSet<>();
    List<SourceFile> files = new ArrayList<>();
    for (InputRun run : runs) {
      traits.add(traits(run.run().configuration().settings()));
      String dataset = run.run().path("policies").toString();
      for (CommitEntry commit : run.commits()) {
        for (DataFile file : commit.files()) {
          files.add(new SourceFile(files.size(), dataset, file));
        }
      }
    }
    return new PolicySource(false, runs.size(), requireOne(directory, traits), files);
  }

  private static Traits traits(Settings settings) {
    EnvironmentSpec environment = Environments.spec(settings.env().id());
    List<Integer> layers = new ArrayList<>();
    layers.add(environment.observationSize());
    layers.addAll(settings.policy().hiddenSizes());
    layers.add(environment.actionSpace().outputs());
    return new Traits(
        settings.env().id(),
        new PolicyShape(layers),
        settings.returns().min(),
        settings.returns().max(),
        settings.store().partitionBuckets());
  }

  private static Optional<JsonNode> card(Configuration hadoop, Path directory) throws IOException {
    Path file = new Path(directory, "_card.json");
    try {
      return Optional.of(JSON.readTree(AtomicFiles.read(hadoop, file)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new InvalidInputException(
          "Cannot read %s: %s. Make the dataset anew with jobs/compact"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  private static PolicySource ofCard(Path directory, JsonNode card) {
    Set<Traits> traits = new LinkedHashSet<>();
    for (JsonNode run : card.path("runs")) {
      List<Integer> layers = new ArrayList<>();
      run.at("/policy_network/layers").forEach(layer -> layers.add(layer.asInt()));
      if (layers.isEmpty()) {
        throw new InvalidInputException(
            "Run %s of %s has policies of several networks: they cannot be compared weight by weight"
                .formatted(run.path("run").asText(), directory));
      }
      traits.add(
          new Traits(
              run.path("environment").asText(),
              new PolicyShape(layers),
              run.at("/returns/min").asDouble(),
              run.at("/returns/max").asDouble(),
              card.path("partition_buckets").asInt()));
    }
    List<SourceFile> files = new ArrayList<>();
    for (JsonNode file : card.path("files")) {
      files.add(
          new SourceFile(
              files.size(),
              directory.toString(),
              new DataFile(
                  file.path("path").asText(),
                  file.path("policies").asLong(),
                  file.path("bytes").asLong(),
                  file.path("sha256").asText())));
    }
    if (traits.isEmpty() || files.isEmpty()) {
      throw new InvalidInputException(
          "%s/_card.json names no run or no file: make the dataset anew with jobs/compact"
              .formatted(directory));
    }
    return new PolicySource(true, card.path("runs").size(), requireOne(directory, traits), files);
  }

  private static Traits requireOne(Path directory, Set<Traits> traits) {
    if (traits.size() > 1) {
      throw new InvalidInputException(
          "The runs of %s differ in environment, network, scale of returns or return buckets: %s."
                  .formatted(directory, traits)
              + " Analyse them one by one");
    }
    return traits.iterator().next();
  }
}
