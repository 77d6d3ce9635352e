package io.github.udrlpg.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.harness.MemoryNeeds;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.Destination;
import io.github.udrlpg.store.DirectoryClaim;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.RunIdentity;
import io.github.udrlpg.store.SealedJson;
import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;

/** The directory of one run, under any file system of Hadoop's. */
public final class RunDirectory {
  /** The file of a run whose generator was trained from a dataset alone, which says of which. */
  public static final String OFFLINE = "offline.json";

  /** What a driver leaves that dies while it writes its first file is hidden. */
  private static final PathFilter NOT_HIDDEN = path -> !path.getName().startsWith(".");

  private final Configuration hadoop;
  private final Path directory;
  private final Manifest manifest;
  private final ConfigLoader.Loaded loaded;
  private final Beginning beginning;

  private RunDirectory(
      Configuration hadoop,
      Path directory,
      Manifest manifest,
      ConfigLoader.Loaded loaded,
      Beginning beginning) {
    this.hadoop = hadoop;
    this.directory = directory;
    this.manifest = manifest;
    this.loaded = loaded;
    this.beginning = beginning;
  }

  /**
   * Prepares the directory of a new run; nothing is written before {@link #begin}.
   *
   * @param versions of the software that the run is begun with, by name
   * @throws InvalidInputException if the directory holds anything
   */
  public static RunDirectory create(
      Configuration hadoop,
      Path directory,
      ConfigLoader.Loaded loaded,
      Map<String, String> versions)
      throws IOException {
    Destination.requireDirectory(hadoop, directory);
    requireFree(hadoop, directory);
    return new RunDirectory(
        hadoop, directory, Manifest.of(loaded, versions), loaded, Beginning.ALONE);
  }

  private static void requireFree(Configuration hadoop, Path directory) throws IOException {
    boolean anything = holdsAnything(hadoop, directory);
    if (holdsRun(hadoop, directory)) {
      throw alreadyHolds(hadoop, directory);
    }
    if (anything) {
      throw new InvalidInputException(
          Text.format(
              "%s is not empty and holds no run: name a new or an empty directory", directory));
    }
  }

  private static InvalidInputException alreadyHolds(Configuration hadoop, Path directory)
      throws IOException {
    String origin;
    try {
      origin = readManifest(hadoop, directory).origin();
    } catch (InvalidInputException e) {
      origin = e.getMessage();
    }
    return new InvalidInputException(
        Text.format(
            "%s already holds a run. Add --resume to go on with it, or name another directory. %s",
            directory, origin));
  }

  /**
   * Opens the run that a directory holds, to go on with it, or prepares a new one where it holds
   * none: so whoever is started again with the same arguments does the right thing.
   *
   * @param versions of the software that begins the run or goes on with it, by name
   * @throws InvalidInputException if what it holds is no run, is damaged, was trained from a
   *     dataset alone, or is a run of another configuration or simulator
   */
  public static RunDirectory openOrCreate(
      Configuration hadoop,
      Path directory,
      ConfigLoader.Loaded loaded,
      Map<String, String> versions)
      throws IOException {
    if (!holdsRun(hadoop, directory)) {
      return create(hadoop, directory, loaded, versions).with(Beginning.SHARED);
    }
    requireOwnPolicies(hadoop, directory);
    RunDirectory run = open(hadoop, directory, loaded);
    run.requireSameSimulator(versions);
    return run;
  }

  /**
   * Opens a run as it was configured.
   *
   * @throws InvalidInputException if there is no run, or its manifest is damaged
   */
  public static RunDirectory open(Configuration hadoop, Path directory) throws IOException {
    return open(hadoop, directory, List.of());
  }

  /**
   * Opens a run with some keys set anew.
   *
   * @param overrides {@code key=value} each
   * @throws InvalidInputException if there is no run, its manifest is damaged, or stored rows
   *     depend on a key that is set to another value
   */
  public static RunDirectory open(Configuration hadoop, Path directory, List<String> overrides)
      throws IOException {
    Manifest manifest = readManifest(hadoop, directory);
    ConfigLoader.Loaded loaded =
        ConfigLoader.load(
            manifest.config().toString(), manifestFile(directory).toString(), overrides);
    return reconfigured(hadoop, directory, manifest, loaded);
  }

  /**
   * Opens a run with a configuration that must agree with its own.
   *
   * @throws InvalidInputException if there is no run, its manifest is damaged, or stored rows
   *     depend on a key that differs
   */
  public static RunDirectory open(Configuration hadoop, Path directory, ConfigLoader.Loaded loaded)
      throws IOException {
    return reconfigured(hadoop, directory, readManifest(hadoop, directory), loaded);
  }

  private static RunDirectory reconfigured(
      Configuration hadoop, Path directory, Manifest manifest, ConfigLoader.Loaded loaded) {
    List<String> differences = manifest.differences(loaded);
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          Text.format(
              "Cannot resume %s with another configuration:%n%s%nStart a new run for these"
                  + " settings",
              directory, String.join(System.lineSeparator(), differences)));
    }
    return new RunDirectory(hadoop, directory, manifest.withConfig(loaded), loaded, Beginning.DONE);
  }

  /**
   * Makes sure that what this process would add to the run comes of the same simulation.
   *
   * @param versions of the software that would go on
   * @throws InvalidInputException if MuJoCo or the type of processor is another one
   */
  public void requireSameSimulator(Map<String, String> versions) {
    manifest
        .otherSimulator(versions)
        .ifPresent(
            difference -> {
              throw new InvalidInputException(
                  Text.format(
                          "Cannot resume %s: by its run.json it was begun with %s.",
                          directory, difference)
                      + " Their episodes are not the same: go on with what it was begun with, or"
                      + " start a new run");
            });
  }

  /**
   * Makes sure that a run can be trained further.
   *
   * @throws InvalidInputException if its generator was trained from a dataset alone: it would go on
   *     with an empty buffer, and its first few policies would undo what the dataset taught
   */
  public static void requireOwnPolicies(Configuration hadoop, Path directory) throws IOException {
    if (directory.getFileSystem(hadoop).exists(new Path(directory, OFFLINE))) {
      throw new InvalidInputException(
          Text.format(
                  "Cannot resume %s: by its %s jobs/fit-offline trained its generator from a"
                      + " dataset, and it",
                  directory, OFFLINE)
              + " has no policies of its own to go on with. Train longer by jobs/fit-offline"
              + " --updates into a new directory, or begin a run with jobs/train CONF");
    }
  }

  /** Returns a warning if rows may differ in their last bits from those of where it was begun. */
  public Optional<String> machineWarning() {
    return manifest
        .otherInstructions()
        .map(
            difference ->
                Text.format("By its run.json the run was begun on a processor with %s.", difference)
                    + " It goes on, but not with the same last bits as there");
  }

  /** Returns whether a directory holds a run, finished or not. */
  public static boolean holdsRun(Configuration hadoop, Path directory) throws IOException {
    return directory.getFileSystem(hadoop).exists(manifestFile(directory));
  }

  /**
   * Returns whether a directory holds a run that came to its end with as many environment steps as
   * a configuration asks for.
   *
   * @throws InvalidInputException if its manifest is damaged
   */
  public static boolean holdsFinishedRun(
      Configuration hadoop, Path directory, ConfigLoader.Loaded loaded) throws IOException {
    return holdsRun(hadoop, directory)
        && directory.getFileSystem(hadoop).exists(new Path(directory, "summary.json"))
        && readManifest(hadoop, directory).config().at("/training/max-env-steps").asLong()
            == loaded.settings().training().maxEnvSteps();
  }

  /** Returns whether a directory holds the report of a run. */
  public static boolean holdsReport(Configuration hadoop, Path directory) throws IOException {
    return directory.getFileSystem(hadoop).exists(new Path(directory, "report/index.html"));
  }

  /** Returns whether a directory holds anything that is not hidden. */
  public static boolean holdsAnything(Configuration hadoop, Path directory) throws IOException {
    FileSystem fileSystem = directory.getFileSystem(hadoop);
    return fileSystem.exists(directory) && fileSystem.listStatus(directory, NOT_HIDDEN).length > 0;
  }

  private static Manifest readManifest(Configuration hadoop, Path directory) throws IOException {
    Path file = manifestFile(directory);
    try {
      return Manifest.ofJson(AtomicFiles.read(hadoop, file));
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          Text.format("There is no run in %s: it has no run.json", directory), e);
    } catch (IllegalArgumentException | SealedJson.DamagedException | ChecksumException e) {
      throw new InvalidInputException(
          Text.format(
                  "Cannot read %s: %s. The file is damaged: restore it from a copy (to change keys"
                      + " of a run,",
                  file, e.getMessage())
              + " resume it with --set)",
          e);
    }
  }

  private static Path manifestFile(Path directory) {
    return new Path(directory, "run.json");
  }

  private RunDirectory with(Beginning other) {
    return new RunDirectory(hadoop, directory, manifest, loaded, other);
  }

  /** Begins as {@link #begin(String)} does, outside of a cluster. */
  public RunDirectory begin() throws IOException {
    return begin("");
  }

  /**
   * Claims the directory and writes {@code run.json}, which is there from then on and is always of
   * this run; a run that goes on has no {@code summary.json} until it ends again.
   *
   * @param application as a cluster calls it; empty outside of one
   * @return the run as it has begun, which another process may have done first
   * @throws InvalidInputException if another one has begun there, or an iteration of the run has
   *     two commits; nothing of it has changed
   */
  public RunDirectory begin(String application) throws IOException {
    return switch (beginning) {
      case ALONE -> beginAlone(application);
      case SHARED -> beginShared(application);
      case DONE -> goOn();
    };
  }

  private RunDirectory beginAlone(String application) throws IOException {
    try (DirectoryClaim claim = claim("run", application)) {
      return finishBeginning(claim);
    }
  }

  /**
   * Claims the directory for a run that has work to do before it begins.
   *
   * @param kind of run
   * @param application as a cluster calls it; empty outside of one
   * @throws InvalidInputException if another one has begun there; nothing of it has changed
   */
  public DirectoryClaim claim(String kind, String application) throws IOException {
    DirectoryClaim claim = DirectoryClaim.take(hadoop, directory, what(kind), application);
    try {
      requireFree(hadoop, directory);
      return claim;
    } catch (IOException | RuntimeException e) {
      claim.withdraw(e);
      claim.close();
      throw e;
    }
  }

  /** Begins where the directory is claimed already. */
  public RunDirectory finishBeginning(DirectoryClaim claim) throws IOException {
    try {
      // What others left that died stays until the run goes on: a file of somebody who was told to
      // go on here meanwhile cannot be told from it.
      AtomicFiles.createNew(hadoop, manifestFile(directory), manifest.toJson());
    } catch (FileAlreadyExistsException e) {
      // Somebody was told to go on with what this process had only claimed.
      throw alreadyHolds(hadoop, directory);
    } catch (IOException e) {
      claim.releaseAfter(e);
      throw e;
    }
    return with(Beginning.DONE);
  }

  private RunDirectory beginShared(String application) throws IOException {
    DirectoryClaim.join(hadoop, directory, what("run"), application);
    try {
      AtomicFiles.createNew(hadoop, manifestFile(directory), manifest.toJson());
      return with(Beginning.DONE);
    } catch (FileAlreadyExistsException e) {
      RunDirectory first = open(hadoop, directory, loaded);
      first.requireSameSimulator(manifest.versions());
      return first.goOn();
    }
  }

  private RunDirectory goOn() throws IOException {
    PolicyDataset.requireOneLog(hadoop, path("policies"));
    AtomicFiles.removeTemporary(hadoop, directory);
    AtomicFiles.removeTemporary(hadoop, path("report"));
    directory.getFileSystem(hadoop).delete(path("summary.json"), false);
    AtomicFiles.replace(hadoop, manifestFile(directory), manifest.toJson());
    return this;
  }

  private DirectoryClaim.What what(String kind) {
    return new DirectoryClaim.What(kind, manifest.run());
  }

  /** Returns whether the directory held the run already when it was opened. */
  public boolean isBegun() {
    return beginning == Beginning.DONE;
  }

  /** Returns the run's settings. */
  public ConfigLoader.Loaded configuration() {
    return loaded;
  }

  /** Returns the run's identifier. */
  public String run() {
    return manifest.run();
  }

  /** Returns the run's tables of metrics. */
  public RunMetrics metrics() {
    return RunMetrics.open(hadoop, path("metrics"), identity());
  }

  /** Returns whose the files of the run are. */
  public RunIdentity identity() {
    return manifest.identity();
  }

  /** Returns whether another run has the same rows, as far as both go. */
  public boolean isSameRun(RunDirectory other) {
    return manifest.differences(other.loaded).isEmpty();
  }

  /**
   * Returns what {@code run.json} says: identifier, beginning, versions, processor, configuration.
   */
  public JsonNode manifest() {
    return manifest.json();
  }

  /** Returns where something of this name stands. */
  public Path path(String name) {
    return new Path(directory, name);
  }

  /** Puts the run together; its generator uses all cores. */
  public TrainingRun training() throws IOException {
    return training(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Puts the run together.
   *
   * @param generatorThreads that share the generator's work; they do not change any result
   */
  public TrainingRun training(int generatorThreads) throws IOException {
    if (!isBegun()) {
      MemoryNeeds.requirePossible(loaded.settings());
    }
    return new TrainingRun(
        manifest.identity(), loaded.settings(), hadoop, directory, generatorThreads);
  }

  /** Writes a file of the run, in place of one that stands there. */
  void replace(String name, byte[] content) throws IOException {
    AtomicFiles.replace(hadoop, path(name), content);
  }

  /** Returns {@code summary.json} of a run that came to its end. */
  public Optional<String> summary() throws IOException {
    try {
      return Optional.of(
          new String(AtomicFiles.read(hadoop, path("summary.json")), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }
}
