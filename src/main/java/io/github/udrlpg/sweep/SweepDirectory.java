package io.github.udrlpg.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.Dimension;
import io.github.udrlpg.config.Sweep;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.Destination;
import io.github.udrlpg.store.DirectoryClaim;
import io.github.udrlpg.store.SealedJson;
import io.github.udrlpg.store.Sha256;
import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The directory of a sweep: {@code sweep.json} says what it is. */
public final class SweepDirectory {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keys on which no row of a run depends: they may change between a sweep and its resumption. */
  private static final List<String> FREE_GROUPS = List.of("progress", "checkpoint", "tracking");

  private static final Set<String> FIELDS =
      Set.of("format", "question", "score", "seeds", "seed", "strategy", "space", "config");

  private final Configuration hadoop;
  private final Path path;

  /** Names a directory, which need not exist. */
  public SweepDirectory(Configuration hadoop, Path path) {
    this.hadoop = hadoop;
    this.path = path;
  }

  /** Returns whether a directory holds a sweep. */
  public static boolean holdsSweep(Configuration hadoop, Path directory) throws IOException {
    return directory.getFileSystem(hadoop).exists(new Path(directory, "sweep.json"));
  }

  /** Returns the directories of the trials that a sweep has begun, by number. */
  public static List<Path> trials(Configuration hadoop, Path directory) throws IOException {
    Path trials = new Path(directory, "trials");
    return directory.getFileSystem(hadoop).exists(trials)
        ? List.copyOf(
            Trial.DIRECTORY
                .index(
                    Arrays.stream(trials.getFileSystem(hadoop).listStatus(trials))
                        .map(FileStatus::getPath)
                        .toList())
                .values())
        : List.of();
  }

  /** Returns the number of the trial that a directory is of. */
  public static int trial(Path directory) {
    return Trial.DIRECTORY.parseInAnyDigits(directory.getName()).orElseThrow();
  }

  /**
   * Makes sure that a sweep may begin here, or goes on with what it was begun with.
   *
   * @param resumed whether what stands here is gone on with
   * @return whether it was begun before
   * @throws InvalidInputException if the directory holds something else
   */
  public boolean requireFree(Sweep sweep, boolean resumed) throws IOException {
    Destination.requireDirectory(hadoop, path);
    Optional<ObjectNode> stored = read();
    if (stored.isEmpty()) {
      if (RunDirectory.holdsAnything(hadoop, path)) {
        throw new InvalidInputException(
            Text.format(
                "%s is not empty and holds no sweep: name a new or an empty directory", path));
      }
      return false;
    }
    if (!resumed) {
      throw alreadyHolds();
    }
    requireOurDigits();
    requireSame(sweep, stored.get());
    return true;
  }

  private InvalidInputException alreadyHolds() {
    return new InvalidInputException(
        Text.format(
            "%s already holds a sweep. Add --resume to go on with it, or name another directory",
            path));
  }

  /** A trial would be trained again beside the one that stands under the other name. */
  private void requireOurDigits() throws IOException {
    for (Path trial : trials(hadoop, path)) {
      String ours = Trial.directory(trial(trial));
      if (!trial.getName().equals(ours)) {
        throw new InvalidInputException(
            Text.format(
                "Cannot resume %s: an early version named %s in the digits of its machine's"
                    + " language. Rename it to %s, and the other directories in trials/ and files"
                    + " in rungs/ like it, then resume",
                path, trial, ours));
      }
    }
  }

  private void requireSame(Sweep sweep, ObjectNode stored) throws IOException {
    // Read back, so that equal numbers are equal whatever types they were written from.
    requireSame(stored, SealedJson.open(bytes(json(sweep)), FIELDS));
  }

  /** A random sweep may have more trials than before; everything else is as it was. */
  private void requireSame(ObjectNode stored, ObjectNode now) {
    int before = stored.at("/strategy/trials").asInt();
    int wanted = now.at("/strategy/trials").asInt();
    boolean random = stored.at("/strategy/name").asText().equals("Random");
    for (String part : List.of("strategy", "space", "seed", "seeds", "score", "config")) {
      JsonNode then = comparable(stored.get(part), random);
      JsonNode here = comparable(now.get(part), random);
      if (!then.equals(here)) {
        throw new InvalidInputException(
            Text.format(
                "Cannot resume %s with another %s: it has%n  %s%nand the file%n  %s%nStart a new"
                    + " sweep",
                path, part, then, here));
      }
    }
    if (wanted < before) {
      throw new InvalidInputException(
          Text.format(
              "Cannot resume %s with fewer trials: it has %d, the file %d", path, before, wanted));
    }
  }

  private static JsonNode comparable(JsonNode part, boolean random) {
    if (!(part.deepCopy() instanceof ObjectNode copy)) {
      return part;
    }
    copy.remove(FREE_GROUPS);
    if (random) {
      copy.remove("trials");
    }
    return copy;
  }

  /**
   * Claims the directory and writes {@code sweep.json}.
   *
   * @param resumed whether what may have been begun here meanwhile is gone on with
   * @param application as a cluster calls it; empty outside of one
   * @throws InvalidInputException if something else has begun here; nothing of it has changed
   */
  public void begin(Sweep sweep, Resumption resumed, String application) throws IOException {
    DirectoryClaim.What what = new DirectoryClaim.What("sweep", id(sweep));
    if (resumed == Resumption.WANTED) {
      DirectoryClaim.join(hadoop, path, what, application);
      if (!isCreated(sweep)) {
        requireSame(sweep, read().orElseThrow());
        AtomicFiles.removeTemporary(hadoop, path);
        AtomicFiles.replace(hadoop, path("sweep.json"), sealed(sweep));
      }
      return;
    }
    try (DirectoryClaim claim = DirectoryClaim.take(hadoop, path, what, application)) {
      beginAlone(sweep, claim);
    }
  }

  /** Whether a sweep goes on with what its directory holds. */
  public enum Resumption {
    /** It does, if that is the same sweep. */
    WANTED,
    /** It does not. */
    REFUSED
  }

  private void beginAlone(Sweep sweep, DirectoryClaim claim) throws IOException {
    try {
      requireFree(sweep, false);
    } catch (IOException | RuntimeException e) {
      claim.withdraw(e);
      throw e;
    }
    try {
      if (!isCreated(sweep)) {
        throw alreadyHolds();
      }
    } catch (IOException e) {
      claim.releaseAfter(e);
      throw e;
    }
  }

  private boolean isCreated(Sweep sweep) throws IOException {
    try {
      AtomicFiles.createNew(hadoop, path("sweep.json"), sealed(sweep));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** No two beginnings write the same, so that each knows its own. */
  private static byte[] sealed(Sweep sweep) {
    ObjectNode json = json(sweep);
    json.put("beginning", UUID.randomUUID().toString());
    return (SealedJson.seal(json).toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the identifier of a sweep: the same for the same search. */
  public static String id(Sweep sweep) {
    ObjectNode json = json(sweep);
    json.remove("question");
    ((ObjectNode) json.get("config")).remove(FREE_GROUPS);
    return "sweep-" + Sha256.hex(bytes(json)).substring(0, 8);
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Optional<ObjectNode> read() throws IOException {
    Path file = path("sweep.json");
    try {
      return Optional.of(SealedJson.open(AtomicFiles.read(hadoop, file), Set.of()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (SealedJson.DamagedException e) {
      throw new InvalidInputException(
          Text.format(
              "Cannot read %s: %s. The file is damaged: restore it from a copy",
              file, e.getMessage()),
          e);
    }
  }

  /** Returns what {@code sweep.json} says of a sweep. */
  static ObjectNode json(Sweep sweep) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", 1);
    json.put("question", sweep.question());
    json.put("score", sweep.score());
    json.put("seeds", sweep.seeds());
    json.put("seed", sweep.seed());
    ObjectNode strategy = JSON.valueToTree(sweep.strategy());
    strategy.put("name", sweep.strategy().getClass().getSimpleName());
    json.set("strategy", strategy);
    ObjectNode space = json.putObject("space");
    for (Dimension dimension : sweep.space()) {
      ObjectNode node = JSON.valueToTree(dimension);
      node.remove("key");
      node.put("kind", dimension.getClass().getSimpleName());
      space.set(dimension.key(), node);
    }
    try {
      json.set("config", JSON.readTree(sweep.base().json()));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read what was just printed", e);
    }
    return json;
  }

  /** Returns how files are reached. */
  Configuration hadoop() {
    return hadoop;
  }

  /** Returns the directory itself. */
  public Path path() {
    return path;
  }

  /** Returns where something of this name stands. */
  public Path path(String name) {
    return new Path(path, name);
  }

  /** Returns the directory of a trial. */
  public Path trial(int index) {
    return path("trials/" + Trial.directory(index));
  }

  /** Writes a file of text. */
  void write(String name, String content) throws IOException {
    AtomicFiles.replace(hadoop, path(name), content.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
