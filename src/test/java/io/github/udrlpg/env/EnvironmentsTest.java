package io.github.udrlpg.env;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentsTest {
  private static final String SERVICE = "META-INF/services/" + EnvironmentProvider.class.getName();

  /** Claims an id that is built in. */
  public static final class Impostor implements EnvironmentProvider {
    @Override
    public Collection<String> ids() {
      return List.of("Hopper-v4");
    }

    @Override
    public Environment create(String id) {
      return new CountdownEnvironment();
    }
  }

  /** Gives nothing where it should give an environment. */
  public static final class Empty implements EnvironmentProvider {
    @Override
    public Collection<String> ids() {
      return List.of("Empty-v0");
    }

    @Override
    public Environment create(String id) {
      return null;
    }
  }

  /** Breaks as it is closed. */
  private static final class Unclosable implements Environment {
    @Override
    public EnvironmentSpec spec() {
      return new EnvironmentSpec("Unclosable-v0", 1, new ActionSpace.Discrete(2), 20);
    }

    @Override
    public void reset(long seed, Transition out) {}

    @Override
    public void step(double[] action, Transition out) {}

    @Override
    public void close() {
      throw new IllegalStateException("no handle");
    }
  }

  @Test
  void aProviderThatReturnsNullIsNamed() {
    for (Runnable call :
        List.<Runnable>of(
            () -> new Empty().spec("Empty-v0"),
            () -> Environments.create(new Empty(), "Empty-v0"))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "The environment provider "
                  + Empty.class.getName()
                  + " is broken: its create(\"Empty-v0\") is null");
    }
  }

  @Test
  void anEnvironmentThatDoesNotCloseIsNamed() {
    assertThatThrownBy(() -> Environments.close(new Unclosable()))
        .hasMessage("The environment " + Unclosable.class.getName() + " failed in its close()")
        .hasRootCauseMessage("no handle");
  }

  @Test
  void listsBuiltInAndRegisteredTasks() {
    assertThat(Environments.ids())
        .containsExactly(
            "Ant-v4",
            "Ant-v5",
            "Breaking-v0",
            "BriefSwimmer-v0",
            "Countdown-v0",
            "Crawler-v0",
            "Disturbed-v0",
            "Diverging-v0",
            "Faulty-v0",
            "HalfCheetah-v4",
            "HalfCheetah-v5",
            "Hopper-v4",
            "Hopper-v5",
            "Humanoid-v4",
            "Humanoid-v5",
            "HumanoidStandup-v4",
            "HumanoidStandup-v5",
            "Instant-v0",
            "InvertedDoublePendulum-v4",
            "InvertedDoublePendulum-v5",
            "InvertedPendulum-v4",
            "InvertedPendulum-v5",
            "Point-v0",
            "Pusher-v5",
            "Reacher-v4",
            "Reacher-v5",
            "Ruinous-v0",
            "Swimmer-v4",
            "Swimmer-v5",
            "Throwing-v0",
            "Unsteady-v0",
            "Waiting-v0",
            "Walker2d-v4",
            "Walker2d-v5");
  }

  @Test
  void describesTasks() {
    assertThat(Environments.spec("Hopper-v5"))
        .isEqualTo(new EnvironmentSpec("Hopper-v5", 11, new ActionSpace.Box(3, 1), 1000));
    assertThat(Environments.spec("InvertedPendulum-v4").actionSpace())
        .isEqualTo(new ActionSpace.Box(1, 3));
  }

  @Test
  void hintsAtATypo() {
    assertThatThrownBy(() -> Environments.spec("Hoper-v4"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Unknown environment 'Hoper-v4'. Did you mean 'Hopper-v4'? Known are: "
                + String.join(", ", Environments.ids())
                + ".");
    assertThatThrownBy(() -> Environments.spec("Pusher-v4"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the arm passes through it")
        .hasMessageEndingWith("Take Pusher-v5");
    assertThatThrownBy(() -> Environments.create("Tetris"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Unknown environment 'Tetris'. Known are: ");
  }

  @Test
  void runsAnEnvironmentThatAUserRegistered() {
    assertThat(Environments.spec("Countdown-v0"))
        .isEqualTo(new EnvironmentSpec("Countdown-v0", 1, new ActionSpace.Discrete(2), 20));
    try (Environment environment = Environments.create("Countdown-v0")) {
      Transition transition = new Transition(1);
      environment.reset(3, transition);
      assertThat(transition.observation()).containsExactly(3);
      environment.step(new double[] {1}, transition);
      environment.step(new double[] {0}, transition);
      assertThat(transition.observation()).containsExactly(2);
      assertThat(transition.reward()).isZero();
      assertThat(transition.terminated()).isFalse();
    }
  }

  @Test
  void refusesAnIdThatIsTaken(@TempDir Path directory) throws Exception {
    assertThatThrownBy(() -> withService(directory, Impostor.class.getName(), Environments::ids))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            Text.format(
                "Environment 'Hopper-v4' is provided twice, by %s and %s: give one of them another"
                    + " id.",
                MujocoEnvironments.class.getName(), Impostor.class.getName()));
  }

  @Test
  void namesAProviderThatDoesNotLoad(@TempDir Path directory) throws Exception {
    assertThatThrownBy(() -> withService(directory, "com.example.Missing", Environments::ids))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "Cannot load an environment provider that is named on the class path: ")
        .hasMessageContaining("com.example.Missing");
  }

  @Test
  void refusesImpossibleDescriptions() {
    assertThatThrownBy(() -> new EnvironmentSpec(" ", 1, new ActionSpace.Box(1, 1), 1))
        .hasMessage("The id of an environment must not be blank");
    assertThatThrownBy(() -> new EnvironmentSpec("A", 0, new ActionSpace.Box(1, 1), 1))
        .hasMessage("The observation size of A must be positive, found 0");
    assertThatThrownBy(() -> new EnvironmentSpec("A", 1, new ActionSpace.Box(1, 1), 0))
        .hasMessage("The episode limit of A must be positive, found 0");
    assertThatThrownBy(() -> new ActionSpace.Box(0, 1))
        .hasMessage("The size of a box must be positive, found 0");
    assertThatThrownBy(() -> new ActionSpace.Box(1, Double.NaN))
        .hasMessage("The limit of a box must be positive and finite, found NaN");
    assertThatThrownBy(() -> new ActionSpace.Discrete(1))
        .hasMessage("A discrete action space needs at least 2 actions, found 1");
  }

  /** Runs code whose context class loader sees one more provider. */
  private static <T> T withService(Path directory, String provider, Callable<T> code)
      throws Exception {
    register(directory, provider);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] urls = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, before)) {
      thread.setContextClassLoader(loader);
      return code.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void register(Path directory, String provider) throws IOException {
    Path file = directory.resolve(SERVICE);
    Files.createDirectories(file.getParent());
    Files.writeString(file, provider + "\n", UTF_8);
  }
}
