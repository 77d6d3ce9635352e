package io.github.udrlpg.testing;

import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentProvider;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.env.Transition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@link BriefSwimmer}, disturbed while it swims in a few episodes: the process that plays one
 * halts, or stands still. What happened is left as files in a directory that all processes of the
 * test share, so nothing happens twice.
 */
public final class DisturbedEnvironment implements Environment {
  /** The registered name. */
  public static final String ID = "Disturbed-v0";

  /**
   * System property of the JVM that plays: {@code halt:TIMES:DIRECTORY}, {@code
   * stall:TIMES:DIRECTORY} or nothing.
   */
  public static final String PROPERTY = "udrlpg.disturbance";

  /** In the directory: stalled episodes go on once it is there. */
  public static final String GO_ON = "go-on";

  private static final int AT_STEP = 10;
  private static final long LONGEST_STALL_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Environment swimmer = Environments.create(BriefSwimmer.ID);
  private final String[] disturbance = System.getProperty(PROPERTY, "").split(":", -1);
  private int steps;

  /** Named in META-INF/services of the test class path. */
  public static final class Provider implements EnvironmentProvider {
    @Override
    public Collection<String> ids() {
      return List.of(ID);
    }

    @Override
    public Environment create(String id) {
      return new DisturbedEnvironment();
    }
  }

  @Override
  public EnvironmentSpec spec() {
    EnvironmentSpec spec = swimmer.spec();
    return new EnvironmentSpec(
        ID, spec.observationSize(), spec.actionSpace(), spec.maxEpisodeSteps());
  }

  @Override
  public void reset(long seed, Transition out) {
    steps = 0;
    swimmer.reset(seed, out);
  }

  @Override
  public void step(double[] action, Transition out) {
    steps++;
    if (steps == AT_STEP && disturbance.length == 3) {
      disturb(Integer.parseInt(disturbance[1]), Path.of(disturbance[2]));
    }
    swimmer.step(action, out);
  }

  private void disturb(int times, Path directory) {
    for (int i = 0; i < times; i++) {
      if (isFirst(directory.resolve(disturbance[0] + "-" + i))) {
        if (disturbance[0].equals("halt")) {
          Runtime.getRuntime().halt(137);
        }
        stall(directory.resolve(GO_ON));
        return;
      }
    }
  }

  private static boolean isFirst(Path mark) {
    try {
      Files.createFile(mark);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As deaf as a native call that takes its time: an interrupt ends nothing. */
  private static void stall(Path goOn) {
    long end = System.nanoTime() + LONGEST_STALL_NANOS;
    boolean interrupted = false;
    while (!Files.exists(goOn) && System.nanoTime() < end) {
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    swimmer.close();
  }
}
