package io.github.udrlpg.tracking;

import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingSummary;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.text.Text;
import io.github.udrlpg.tracking.MlflowClient.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Tells an MLflow server of a run while it goes on. A thread of its own does: a server that is slow
 * or gone costs the run nothing but a warning, and gets what it missed once it is back.
 */
public final class MlflowTracking implements TrainingListener, AutoCloseable {
  /** What waits for the server at most: an hour of an iteration each second. */
  private static final int MOST_WAITING = 50_000;

  /** MLflow's greatest number of metrics in a call. */
  private static final int POINTS_PER_CALL = 1000;

  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private final TrainingListener other;
  private final TrackedRun run;
  private final String server;
  private final MlflowRun target;
  private final Duration patience;
  private final BlockingQueue<Point> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<String> runId = new CompletableFuture<>();
  private final Thread thread = new Thread(this::work, "mlflow");

  /** What becomes of the MLflow run at the end; null while ours goes on. */
  private volatile String status;

  private volatile long deadlineNanos;
  private boolean complete;

  private MlflowTracking(
      String server, MlflowRun target, TrackedRun run, Duration patience, TrainingListener other) {
    this.server = server;
    this.target = target;
    this.run = run;
    this.patience = patience;
    this.other = other;
  }

  /**
   * Begins to tell a server of a run; returns at once, whether it is there or not.
   *
   * @param server its address, without credentials: they come from the environment
   * @param experiment its name there, created where there is none
   * @param environment this process's, with {@code MLFLOW_TRACKING_TOKEN} or {@code
   *     MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD} where the server asks for
   *     them
   * @param patience how long the end of the run may wait for the server
   * @param other is told everything too, and of what goes wrong here
   */
  public static MlflowTracking start(
      String server,
      String experiment,
      Map<String, String> environment,
      TrackedRun run,
      Duration patience,
      TrainingListener other) {
    MlflowRun target =
        new MlflowRun(new MlflowClient(server, environment), server, experiment, run);
    MlflowTracking tracking = new MlflowTracking(server, target, run, patience, other);
    tracking.thread.setDaemon(true);
    tracking.thread.start();
    return tracking;
  }

  @Override
  public void iterationFinished(IterationMetrics row) {
    add(Point.of("iteration/", row, row.envSteps(), Set.of("envSteps")));
    other.iterationFinished(row);
    passOn();
  }

  @Override
  public void evaluated(List<EvaluationMetrics> rows) {
    for (EvaluationMetrics row : rows) {
      String kind = "evaluation/" + row.kind() + "/";
      String prefix = rows.size() == 1 ? kind : kind + Text.format("command_%.3f/", row.command());
      add(Point.of(prefix, row, row.envSteps(), Set.of("envSteps", "iteration")));
    }
    other.evaluated(rows);
    passOn();
  }

  @Override
  public void finished(TrainingSummary summary) {
    add(Point.of("summary/", summary, summary.envSteps(), Set.of()));
    other.finished(summary);
    passOn();
  }

  @Override
  public void warning(String message) {
    other.warning(message);
    passOn();
  }

  /**
   * Tells of numbers that belong to no iteration.
   *
   * @param prefix of the metrics' names, which are those of the record's fields in snake case
   * @param step environment steps of training
   */
  public void log(String prefix, Record row, long step) {
    add(Point.of(prefix, row, step, Set.of()));
    passOn();
  }

  /**
   * Waits for the MLflow run, as long as patience lasts.
   *
   * @return its identifier there, under which others can stand; empty where the server did not
   *     answer
   */
  public Optional<String> runId() {
    try {
      return Optional.of(runId.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } finally {
      passOn();
    }
  }

  /** Says that the run is complete, its report written: closing ends it as finished. */
  public void complete() {
    complete = true;
  }

  /** Waits for what the server does not know yet, as long as patience lasts. */
  @Override
  public void close() {
    boolean interrupted = false;
    synchronized (this) {
      deadlineNanos = System.nanoTime() + patience.toNanos();
      status = complete ? "FINISHED" : "FAILED";
      notifyAll();
    }
    try {
      thread.join(patience.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (thread.isAlive()) {
      thread.interrupt();
      warnings.add(
          Text.format(
              "MLflow at %s was not told of the end of the run: it did not answer in time",
              server));
    }
    lost.addAndGet(waiting.size());
    if (lost.get() > 0) {
      warnings.add(
          Text.format(
              "MLflow at %s was not told of %d values of metrics; metrics/ of the run has them",
              server, lost.get()));
    }
    passOn();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The other listener belongs to the thread of the training. */
  private void passOn() {
    for (String warning = warnings.poll(); warning != null; warning = warnings.poll()) {
      other.warning(warning);
    }
  }

  private void add(List<Point> points) {
    for (Point point : points) {
      if (!waiting.offer(point)) {
        lost.incrementAndGet();
      }
    }
  }

  private void work() {
    try {
      persist(target::open);
      runId.complete(target.id());
      while (status == null || !waiting.isEmpty()) {
        sendSome();
      }
      persist(this::uploadReport);
      persist(() -> target.end(status));
    } catch (IOException | RuntimeException e) {
      // A failure here is no failure of the run.
      warnings.add(
          Text.format(
              "Tracking by MLflow at %s ended: %s. The run goes on without",
              server, e.getMessage()));
      runId.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendSome() throws IOException, InterruptedException {
    Point first = waiting.poll(100, TimeUnit.MILLISECONDS);
    if (first != null) {
      List<Point> points = new ArrayList<>(List.of(first));
      waiting.drainTo(points, POINTS_PER_CALL - 1);
      try {
        persist(() -> target.log(points));
      } catch (IOException e) {
        lost.addAndGet(points.size());
        throw e;
      }
    }
  }

  private void uploadReport() throws IOException, InterruptedException {
    Optional<String> root = target.artifactRoot();
    if (root.isEmpty()) {
      warnings.add(
          Text.format(
              "MLflow at %s keeps files where only its clients reach: the report stays in %s",
              server, new Path(run.directory(), "report")));
      return;
    }
    for (String name : List.of("run.json", "sweep.json", "summary.json")) {
      uploadIfThere(root.get(), name, new Path(run.directory(), name));
    }
    Path report = new Path(run.directory(), "report");
    FileSystem files = AtomicFiles.fileSystem(run.hadoop(), report);
    if (files.exists(report)) {
      for (FileStatus file : files.listStatus(report)) {
        String name = file.getPath().getName();
        if (file.isFile() && !name.startsWith(".")) {
          uploadIfThere(root.get(), "report/" + name, file.getPath());
        }
      }
    }
  }

  private void uploadIfThere(String root, String name, Path file)
      throws IOException, InterruptedException {
    if (AtomicFiles.fileSystem(run.hadoop(), file).exists(file)) {
      target.upload(root, name, AtomicFiles.read(run.hadoop(), file));
    }
  }

  /** A call to the server. */
  private interface Call {
    void run() throws IOException, InterruptedException;
  }

  /** Makes a call until it succeeds, the server refuses, or patience ends after the run did. */
  private void persist(Call call) throws IOException, InterruptedException {
    long pause = 500;
    boolean warned = false;
    while (true) {
      try {
        call.run();
        return;
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        if (status != null && System.nanoTime() - deadlineNanos > -pause * 1_000_000) {
          throw new IOException(Text.format("it does not answer (%s)", describe(e)), e);
        }
        if (!warned) {
          warned = true;
          warnings.add(
              Text.format(
                  "MLflow at %s does not answer (%s): trying again while the run goes on",
                  server, describe(e)));
        }
      }
      rest(pause);
      pause = status == null ? Math.min(2 * pause, LONGEST_PAUSE_MILLIS) : 500;
    }
  }

  /** Waits, until the run ends at the latest. */
  private synchronized void rest(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    boolean ended = status != null;
    for (long left = millis;
        left > 0 && (ended || status == null);
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }

  private static String describe(IOException failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
