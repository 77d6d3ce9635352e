package io.github.udrlpg.env;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.mujoco.MujocoSimulation;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A MuJoCo task of a user's own: that of docs/own-mujoco-task.md. */
@Tag("native")
class OwnMujocoTaskTest {
  private static final TrainingListener SILENT = new TrainingListener() {};
  private static final String SMALL =
      "<mujoco><worldbody><body name='ball'><joint name='j' type='slide'/><geom size='.1'/></body>"
          + "</worldbody><actuator><motor joint='j'/></actuator></mujoco>";

  @TempDir Path directory;

  @Test
  void theDocumentShowsWhatIsTestedHere() throws IOException {
    String document = Files.readString(Path.of("docs/own-mujoco-task.md"));

    assertThat(document)
        .contains(Files.readString(Path.of("src/test/java/org/example/Crawler.java")))
        .contains(Files.readString(Path.of("src/test/resources/org/example/crawler.xml")));
  }

  @Test
  void isTrainedReplayedAndResumedAsABuiltInTask() throws IOException {
    TrainingRun whole = train("whole", 4000);
    train("parts", 2000);
    train("parts", 4000);

    assertThat(Dataset.rows(directory.resolve("parts")))
        .isEqualTo(Dataset.rows(directory.resolve("whole")))
        .hasSize(20);
    StoredPolicy policy = whole.policies().find(2, 1).orElseThrow();
    for (Episode episode : policy.row().episodes()) {
      assertThat(whole.policies().replay(policy, episode)).isEqualTo(episode);
    }
  }

  private TrainingRun train(String name, int envSteps) throws IOException {
    TrainingRun run =
        Runs.open(
            directory.resolve(name),
            Runs.tiny(
                    "env.id=Crawler-v0",
                    "returns.min=-5",
                    "returns.max=100",
                    "training.warm-up-episodes=2",
                    "training.max-env-steps=" + envSteps,
                    "calibration.enabled=false",
                    "checkpoint.every-iterations=1")
                .settings());
    run.train(new LocalRolloutRunner(), SILENT);
    return run;
  }

  /** A task whose parts can be wrong. */
  private static final class Task extends MujocoTask {
    private final String body;
    private final int observed;

    Task(Mjcf model, String body, int actions, int observed) {
      super(
          new EnvironmentSpec("Ball-v0", 2, new ActionSpace.Box(actions, 1), 10),
          model,
          1,
          MujocoArray.XPOS);
      this.body = body;
      this.observed = observed;
    }

    @Override
    protected void prepare(MujocoModel compiled) {
      compiled.body(body);
    }

    @Override
    protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {}

    @Override
    protected void observe(MujocoSimulation simulation, Observation observation) {
      for (int i = 0; i < observed; i++) {
        observation.add(i);
      }
    }

    @Override
    protected void afterStep(MujocoSimulation simulation, double[] action, Transition out) {}
  }

  @Test
  void aModelIsReadFromAFile() throws IOException {
    try (Environment environment = new Task(file(SMALL), "ball", 1, 2).environment()) {
      Transition transition = new Transition(2);
      environment.reset(1, transition);
      environment.step(new double[] {1}, transition);
      assertThat(transition.observation()).containsExactly(0, 1);
    }
  }

  @Test
  void whatIsWrongIsSaidBeforeAnythingIsTrained() throws IOException {
    refused(new Task(file("<mujoco><bodies/></mujoco>"), "ball", 1, 2))
        .hasMessageContaining("cannot load the model file:")
        .hasMessageContaining("bodies");
    refused(new Task(file("<mujoco><asset><mesh file='a.obj'/></asset></mujoco>"), "ball", 1, 2))
        .hasMessageContaining("a.obj");
    refused(new Task(file(SMALL), "bull", 1, 2))
        .hasMessageStartingWith("The task Ball-v0 does not fit its model: The model file:")
        .hasMessageEndingWith("has no body of the name 'bull'");
    refused(new Task(file(SMALL), "ball", 3, 2))
        .hasMessageContaining("has actions of 3 numbers, and its model file:")
        .hasMessageEndingWith("has 1 actuators");
    refused(new Task(Mjcf.file(URI.create("file:///none/ball.xml")), "ball", 1, 2))
        .hasMessageContaining("Cannot read the model file:///none/ball.xml");
    refused(new Task(Mjcf.resource(OwnMujocoTaskTest.class, "none.xml"), "ball", 1, 2))
        .hasMessageContaining("OwnMujocoTaskTest:none.xml: there is no such file beside");
  }

  @Test
  void anObservationOfAnotherSizeIsTheTasksFault() throws IOException {
    for (int observed : new int[] {1, 3}) {
      try (Environment environment = new Task(file(SMALL), "ball", 1, observed).environment()) {
        assertThatThrownBy(() -> environment.reset(1, new Transition(2)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith(
                "The task Ball-v0 is broken: its observation has 2 numbers by its spec");
      }
    }
  }

  private static AbstractThrowableAssert<?, ?> refused(Task task) {
    return assertThatThrownBy(task::environment).isInstanceOf(InvalidInputException.class);
  }

  private Mjcf file(String text) throws IOException {
    Path file = Files.createTempFile(directory, "ball", ".xml");
    Files.write(file, text.getBytes(UTF_8));
    return Mjcf.file(file.toUri());
  }
}
