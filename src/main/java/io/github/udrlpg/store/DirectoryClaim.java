package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The one way to begin anything in a directory: a run, a group, a sweep, an experiment, a dataset,
 * an analysis, an evaluation, a comparison. Of all who begin at the same time exactly one gets the
 * claim, whatever each of them is about to make, and nobody writes, replaces or deletes anything in
 * a directory before having it.
 *
 * <p>A claim is a hidden numbered file that is created only if it is not there. The next number is
 * taken only over a holder that has certainly ended, which one machine can say of its own processes
 * alone. Whoever has a claim looks at the directory once more: what was finished and given up
 * between looking and claiming is found then.
 */
public final class DirectoryClaim implements AutoCloseable {
  private static final NumberedName FILE_NAME = new NumberedName(".claim-", 1, ".json");

  /** On a disk without hard links, who was elected to make a claim. */
  private static final NumberedName ELECTION = new NumberedName("..claim-", 1, ".json.once");

  /** What can be gone on with. */
  private static final Set<String> RESUMED = Set.of("run", "group of runs", "sweep", "experiment");

  private final Configuration hadoop;
  private final Path directory;
  private final int number;
  private final ClaimHolder holder;
  private final boolean createdDirectory;

  private DirectoryClaim(
      Configuration hadoop,
      Path directory,
      int number,
      ClaimHolder holder,
      boolean createdDirectory) {
    this.hadoop = hadoop;
    this.directory = directory;
    this.number = number;
    this.holder = holder;
    this.createdDirectory = createdDirectory;
  }

  /**
   * What is begun.
   *
   * @param kind such as {@code run}, which whoever goes on with it must be about to make as well
   * @param name its identifier; empty for none
   */
  public record What(String kind, String name) {}

  /**
   * Claims a directory, which need not exist yet.
   *
   * @param application as a cluster calls it; empty outside of one
   * @throws InvalidInputException if somebody else has claimed it, or nothing there can be claimed
   * @throws IOException if the file system refuses
   */
  public static DirectoryClaim take(
      Configuration hadoop, Path directory, What what, String application) throws IOException {
    Attempt attempt = attempt(hadoop, directory, what, application);
    return attempt.claim().orElseThrow(() -> taken(directory, attempt.number(), attempt.other()));
  }

  /**
   * What came of asking for a directory.
   *
   * @param claim the claim, unless somebody else has it
   * @param number of that claim or of the other one
   * @param other who else has it, or had it until a moment ago
   */
  private record Attempt(Optional<DirectoryClaim> claim, int number, ClaimHolder other) {}

  private static Attempt attempt(
      Configuration hadoop, Path directory, What what, String application) throws IOException {
    Destination.requireDirectory(hadoop, directory);
    FileSystem fileSystem = AtomicFiles.fileSystem(hadoop, directory);
    boolean existed = fileSystem.exists(directory);
    ClaimHolder self = ClaimHolder.here(what, application);
    int number = 1;
    OptionalInt newest = newest(hadoop, directory);
    if (newest.isPresent()) {
      Optional<ClaimHolder> other = read(hadoop, file(directory, newest.getAsInt()));
      if (other.isPresent()
          && !other.get().isGone()
          && (application.isEmpty() || !other.get().application().equals(application))) {
        return new Attempt(Optional.empty(), newest.getAsInt(), other.get());
      }
      number = newest.getAsInt() + 1;
    }
    try {
      create(hadoop, file(directory, number), self, existed);
      DirectoryClaim claim = new DirectoryClaim(hadoop, directory, number, self, !existed);
      return new Attempt(Optional.of(claim), number, self);
    } catch (FileAlreadyExistsException e) {
      Optional<ClaimHolder> other = read(hadoop, file(directory, number));
      return new Attempt(
          Optional.empty(), number, other.orElseGet(() -> ClaimHolder.ofJson(new byte[0])));
    }
  }

  /** Writes a claim, and leaves nothing where that cannot be done. */
  private static void create(Configuration hadoop, Path file, ClaimHolder self, boolean existed)
      throws IOException {
    self.hold();
    boolean written = false;
    try {
      AtomicFiles.createNew(hadoop, file, self.toJson());
      written = true;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      Path directory = file.getParent();
      removeEmpty(AtomicFiles.fileSystem(hadoop, directory), directory, existed);
      if (e instanceof NothingIsExclusiveException) {
        throw new InvalidInputException(e.getMessage(), e);
      }
      throw e;
    } finally {
      if (!written) {
        self.giveUp();
      }
    }
  }

  /**
   * Claims a directory to go on with what may have been begun there: what nobody has claimed is
   * claimed, and a claim to the same kind of thing is shared. Which of several drivers may then
   * train is the matter of {@link DriverClaim}.
   *
   * @throws InvalidInputException if something else was begun there
   * @throws IOException if the file system refuses
   */
  public static void join(Configuration hadoop, Path directory, What what, String application)
      throws IOException {
    Destination.requireDirectory(hadoop, directory);
    while (true) {
      OptionalInt newest = newest(hadoop, directory);
      if (newest.isPresent()) {
        Optional<ClaimHolder> other = read(hadoop, file(directory, newest.getAsInt()));
        if (other.isPresent() && !other.get().what().kind().equals(what.kind())) {
          throw taken(directory, newest.getAsInt(), other.get());
        }
        return;
      }
      ClaimHolder self = ClaimHolder.here(what, application);
      try {
        create(
            hadoop,
            file(directory, 1),
            self,
            AtomicFiles.fileSystem(hadoop, directory).exists(directory));
        self.giveUp();
        return;
      } catch (FileAlreadyExistsException e) {
        // Somebody was quicker: it is looked at again whose it is.
      }
    }
  }

  /** Returns whether a directory's newest claim is of an attempt of this application. */
  public static boolean isOf(Configuration hadoop, Path directory, String application)
      throws IOException {
    OptionalInt newest = newest(hadoop, directory);
    return newest.isPresent()
        && read(hadoop, file(directory, newest.getAsInt()))
            .filter(holder -> holder.application().equals(application))
            .isPresent();
  }

  /** Returns the first of some directories that is free, claimed: {@code NAME}, {@code NAME-2} … */
  public static DirectoryClaim takeFree(
      Configuration hadoop, Path wanted, What what, String application) throws IOException {
    for (int next = 1; ; next++) {
      Path directory = next == 1 ? wanted : wanted.suffix("-" + next);
      if (!AtomicFiles.fileSystem(hadoop, directory).exists(directory)) {
        Optional<DirectoryClaim> claim = attempt(hadoop, directory, what, application).claim();
        if (claim.isPresent() && claim.get().isAlone()) {
          return claim.get();
        }
        if (claim.isPresent()) {
          claim.get().release(claim.get().number);
        }
      }
    }
  }

  /** Returns the directory. */
  public Path directory() {
    return directory;
  }

  /**
   * Returns whether the directory holds nothing but claims and what is left of unfinished files.
   */
  public boolean isAlone() throws IOException {
    for (FileStatus status : AtomicFiles.fileSystem(hadoop, directory).listStatus(directory)) {
      if (!status.getPath().getName().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether what has this name makes a claim, and is nothing that was left unfinished. */
  public static boolean isClaim(String name) {
    return FILE_NAME.parse(name).isPresent() || ELECTION.parse(name).isPresent();
  }

  /**
   * Takes the claim back with those of holders before it that are gone, and the directory if it
   * came with the claim and holds nothing else: what was made there is finished, or is not.
   */
  public void release() throws IOException {
    release(1);
  }

  /**
   * Takes the claim back where somebody else's work turned up, whose claim stays, as far as that
   * can be done. Whoever shares this one has begun by now: what has begun needs no claim.
   */
  public void withdraw(Throwable failure) {
    try {
      release(number);
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void release(int lowest) throws IOException {
    holder.giveUp();
    for (int old = number; old >= lowest; old--) {
      AtomicFiles.release(hadoop, file(directory, old));
    }
    removeEmpty(AtomicFiles.fileSystem(hadoop, directory), directory, !createdDirectory);
  }

  /** Takes the claim back if nothing came of it, as far as that can be done. */
  public void releaseAfter(Throwable failure) {
    try {
      if (isAlone()) {
        release();
      }
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Leaves the claim where it is: what it was made for has been begun, or has failed. */
  @Override
  public void close() {
    holder.giveUp();
  }

  private static void removeEmpty(FileSystem fileSystem, Path directory, boolean keep)
      throws IOException {
    if (!keep && fileSystem.exists(directory) && fileSystem.listStatus(directory).length == 0) {
      fileSystem.delete(directory, false);
    }
  }

  /** Says who has the directory, and how whoever is refused can get on. */
  private static InvalidInputException taken(Path directory, int number, ClaimHolder holder) {
    String kind = holder.what().kind();
    String wayOut =
        RESUMED.contains(kind)
            ? "Add --resume to go on with it, or name another directory"
            : Text.format(
                "Name another directory, or, if that has ended without finishing, remove %s",
                file(directory, number));
    return new InvalidInputException(
        Text.format(
            "%s already holds %s %s. %s. %s",
            directory,
            "aeiou".indexOf(kind.charAt(0)) < 0 ? "a" : "an",
            kind,
            wayOut,
            holder.sentence()));
  }

  private static Optional<ClaimHolder> read(Configuration hadoop, Path file) throws IOException {
    try {
      return Optional.of(ClaimHolder.ofJson(AtomicFiles.read(hadoop, file)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static OptionalInt newest(Configuration hadoop, Path directory) throws IOException {
    FileSystem fileSystem = AtomicFiles.fileSystem(hadoop, directory);
    OptionalInt newest = OptionalInt.empty();
    FileStatus[] found;
    try {
      found = fileSystem.listStatus(directory);
    } catch (FileNotFoundException e) {
      return newest;
    }
    for (FileStatus status : found) {
      OptionalInt number = FILE_NAME.parse(status.getPath().getName());
      if (number.isPresent()) {
        newest = OptionalInt.of(Math.max(newest.orElse(0), number.getAsInt()));
      }
    }
    return newest;
  }

  private static Path file(Path directory, int number) {
    return new Path(directory, FILE_NAME.of(number));
  }
}
