package io.github.udrlpg.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.run.Beginning;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.run.TrainingJob;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.Destination;
import io.github.udrlpg.store.DirectoryClaim;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;

/**
 * A directory of runs that differ in their seeds alone: {@code group.json} says which, {@code
 * seed-N} is the ordinary directory of a run.
 */
public final class RunGroup {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 1;

  private final Configuration hadoop;
  private final Path directory;
  private final ConfigLoader.Loaded loaded;
  private final List<Long> seeds;
  private final Beginning beginning;

  private RunGroup(
      Configuration hadoop,
      Path directory,
      ConfigLoader.Loaded loaded,
      List<Long> seeds,
      Beginning beginning) {
    this.hadoop = hadoop;
    this.directory = directory;
    this.loaded = loaded;
    this.seeds = List.copyOf(seeds);
    this.beginning = beginning;
  }

  /**
   * Prepares a new group; nothing is written before {@link #begin}.
   *
   * @throws InvalidInputException if the directory holds anything, or no run could begin with the
   *     configuration
   */
  public static RunGroup create(
      Configuration hadoop, Path directory, ConfigLoader.Loaded loaded, List<Long> seeds)
      throws IOException {
    return create(hadoop, directory, loaded, seeds, Beginning.ALONE);
  }

  private static RunGroup create(
      Configuration hadoop,
      Path directory,
      ConfigLoader.Loaded loaded,
      List<Long> seeds,
      Beginning beginning)
      throws IOException {
    Destination.requireDirectory(hadoop, directory);
    requireFree(hadoop, directory);
    RunGroup group = new RunGroup(hadoop, directory, loaded, seeds, beginning);
    group.requireValid();
    return group;
  }

  private static void requireFree(Configuration hadoop, Path directory) throws IOException {
    boolean anything = RunDirectory.holdsAnything(hadoop, directory);
    if (holdsGroup(hadoop, directory)) {
      throw alreadyHolds(directory);
    }
    if (anything) {
      throw new InvalidInputException(
          Text.format(
              "%s is not empty and holds no group of runs: name a new or an empty directory",
              directory));
    }
  }

  private static InvalidInputException alreadyHolds(Path directory) {
    return new InvalidInputException(
        Text.format(
            "%s already holds a group of runs. Add --resume to go on with it, or name another"
                + " directory",
            directory));
  }

  /**
   * Opens the group that a directory holds, or prepares a new one where it holds none.
   *
   * @param seeds to train; those that the group has besides are trained as well
   * @throws InvalidInputException as {@link #create} or {@link #open} does
   */
  public static RunGroup openOrCreate(
      Configuration hadoop, Path directory, ConfigLoader.Loaded loaded, List<Long> seeds)
      throws IOException {
    return holdsGroup(hadoop, directory)
        ? open(hadoop, directory, loaded, seeds)
        : create(hadoop, directory, loaded, seeds, Beginning.SHARED);
  }

  /**
   * Opens a group with the configuration it has.
   *
   * @param overrides {@code key=value} each
   * @param moreSeeds seeds to train beside those it has; empty for none
   * @throws InvalidInputException if there is no group, or the rows of one of its runs depend on a
   *     key that is set to another value
   */
  public static RunGroup open(
      Configuration hadoop, Path directory, List<String> overrides, List<Long> moreSeeds)
      throws IOException {
    JsonNode json = read(hadoop, directory);
    ConfigLoader.Loaded loaded =
        ConfigLoader.load(
            json.get("config").toString(), groupFile(directory).toString(), overrides);
    return open(hadoop, directory, loaded, moreSeeds);
  }

  /**
   * Opens a group with a configuration that must agree with its own.
   *
   * @param moreSeeds seeds to train beside those it has; empty for none
   * @throws InvalidInputException if there is no group, or the rows of one of its runs depend on a
   *     key that differs
   */
  public static RunGroup open(
      Configuration hadoop, Path directory, ConfigLoader.Loaded loaded, List<Long> moreSeeds)
      throws IOException {
    LinkedHashSet<Long> seeds = new LinkedHashSet<>();
    read(hadoop, directory).get("seeds").forEach(seed -> seeds.add(seed.asLong()));
    seeds.addAll(moreSeeds);
    RunGroup group =
        new RunGroup(hadoop, directory, loaded, new ArrayList<>(seeds), Beginning.DONE);
    group.requireValid();
    return group;
  }

  /** Returns whether a directory holds a group of runs. */
  public static boolean holdsGroup(Configuration hadoop, Path directory) throws IOException {
    return directory.getFileSystem(hadoop).exists(groupFile(directory));
  }

  /**
   * Returns the directories of a group's runs in order of seeds, whether they have begun or not.
   *
   * @throws InvalidInputException if there is no group, or what says so is damaged
   */
  public static List<Path> runs(Configuration hadoop, Path directory) throws IOException {
    List<Path> runs = new ArrayList<>();
    read(hadoop, directory)
        .get("seeds")
        .forEach(seed -> runs.add(new Path(directory, name(seed.asLong()))));
    return runs;
  }

  private static JsonNode read(Configuration hadoop, Path directory) throws IOException {
    if (!holdsGroup(hadoop, directory)) {
      throw new InvalidInputException(
          Text.format("There is no group of runs in %s: it has no group.json", directory));
    }
    Path file = groupFile(directory);
    try {
      JsonNode json =
          JSON.readTree(new String(AtomicFiles.read(hadoop, file), StandardCharsets.UTF_8));
      if (json.path("config").isObject() && json.path("seeds").isArray()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw damaged(file, e);
    }
    throw damaged(file, null);
  }

  private static InvalidInputException damaged(Path file, Exception cause) {
    return new InvalidInputException(
        Text.format(
            "Cannot read %s: it has no 'config' and 'seeds'. The file is damaged: restore it from a"
                + " copy",
            file),
        cause);
  }

  private static Path groupFile(Path directory) {
    return new Path(directory, "group.json");
  }

  /** Whatever is wrong with one run is found before the first begins. */
  private void requireValid() throws IOException {
    for (long seed : seeds) {
      Path run = path(name(seed));
      RunDirectory checked =
          RunDirectory.holdsRun(hadoop, run)
              ? RunDirectory.open(hadoop, run, configuration(seed))
              : RunDirectory.create(hadoop, run, configuration(seed), Map.of());
      if (seed == seeds.get(0)) {
        checked.training();
      }
    }
  }

  /** Begins as {@link #begin(String)} does, outside of a cluster. */
  public void begin() throws IOException {
    begin("");
  }

  /**
   * Claims the directory and writes {@code group.json}.
   *
   * @param application as a cluster calls it; empty outside of one
   * @throws InvalidInputException if something else has begun there; nothing of it has changed
   */
  public void begin(String application) throws IOException {
    DirectoryClaim.What what = new DirectoryClaim.What("group of runs", "");
    switch (beginning) {
      case ALONE -> {
        try (DirectoryClaim claim = DirectoryClaim.take(hadoop, directory, what, application)) {
          beginAlone(claim);
        }
      }
      case SHARED -> {
        DirectoryClaim.join(hadoop, directory, what, application);
        if (!isCreated()) {
          // Another process began the group; it may have other seeds.
          open(hadoop, directory, loaded, seeds).begin(application);
        }
      }
      case DONE -> AtomicFiles.replace(hadoop, groupFile(directory), json());
    }
  }

  private void beginAlone(DirectoryClaim claim) throws IOException {
    try {
      requireFree(hadoop, directory);
    } catch (IOException | RuntimeException e) {
      claim.withdraw(e);
      throw e;
    }
    try {
      if (!isCreated()) {
        throw alreadyHolds(directory);
      }
    } catch (IOException e) {
      claim.releaseAfter(e);
      throw e;
    }
  }

  private boolean isCreated() throws IOException {
    try {
      AtomicFiles.createNew(hadoop, groupFile(directory), json());
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private byte[] json() throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT);
    json.put("beginning", UUID.randomUUID().toString());
    seeds.forEach(json.putArray("seeds")::add);
    json.set("config", JSON.readTree(loaded.json()));
    return json.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a training for each seed. */
  public List<TrainingJob> jobs(Map<String, String> versions) {
    return seeds.stream()
        .map(
            seed ->
                new TrainingJob(
                    Text.format("%s of %s", name(seed), name()),
                    path(name(seed)).toString(),
                    configuration(seed).json(),
                    loaded.settings().training().maxEnvSteps(),
                    versions,
                    true,
                    Map.of()))
        .toList();
  }

  private ConfigLoader.Loaded configuration(long seed) {
    return ConfigLoader.load(loaded.json(), name(seed), List.of("run.seed=" + seed));
  }

  /** Returns whether the directory held the group already when it was opened. */
  public boolean isBegun() {
    return beginning == Beginning.DONE;
  }

  /** Returns the name of the group's directory. */
  public String name() {
    return directory.getName();
  }

  /** Returns the name of a run's directory. */
  public static String name(long seed) {
    return "seed-" + seed;
  }

  /** Returns the seeds, in the order they were given. */
  public List<Long> seeds() {
    return seeds;
  }

  /** Returns the settings of every run but for the seed. */
  public ConfigLoader.Loaded configuration() {
    return loaded;
  }

  /** Returns where something of this name stands. */
  public Path path(String name) {
    return new Path(directory, name);
  }

  /** Returns how the group's files are reached. */
  Configuration hadoop() {
    return hadoop;
  }
}
