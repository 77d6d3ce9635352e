package io.github.udrlpg.mujoco;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("native")
class MujocoSimulationTest {
  /** Two balls that fall onto a plane, pushed along by a motor. */
  private static final String BALLS =
      """
      <mujoco>
        <option timestep="0.01"/>
        <worldbody>
          <geom type="plane" size="9 9 1"/>
          <body pos="0 0 1">
            <joint name="x" type="slide" axis="1 0 0"/>
            <joint type="slide" axis="0 0 1"/>
            <geom size="0.1" mass="2"/>
          </body>
          <body pos="1 0 1">
            <joint type="slide" axis="0 0 1"/>
            <geom size="0.1" mass="1"/>
          </body>
        </worldbody>
        <actuator><motor joint="x"/></actuator>
      </mujoco>
      """;

  private static final MujocoModel MODEL = parse(BALLS);
  private static final double[] NOTHING = {0};
  private static final int UNTIL_CONTACT = 60;

  @Test
  void obeysNewton() {
    try (MujocoSimulation simulation = new MujocoSimulation(MODEL)) {
      int steps = 10;
      assertThat(simulation.step(new double[] {3}, steps)).isZero();

      // Semi-implicit Euler: v = a t, and every step moves by the velocity at its end.
      double t = steps * MODEL.timestepSeconds();
      assertThat(simulation.qvel(0)).isCloseTo(1.5 * t, within(1e-12));
      assertThat(simulation.qpos(0))
          .isCloseTo(1.5 * t * (t + MODEL.timestepSeconds()) / 2, within(1e-12));
      assertThat(simulation.qvel(1)).isCloseTo(-9.81 * t, within(1e-12));
    }
  }

  @Test
  void startsAgainAfterReset() {
    try (MujocoSimulation simulation = new MujocoSimulation(MODEL)) {
      simulation.step(new double[] {3}, 5);
      simulation.reset();

      assertThat(simulation.qpos(0)).isZero();
      assertThat(simulation.qvel(0)).isZero();
    }
  }

  @Test
  void setsAState() {
    try (MujocoSimulation simulation = new MujocoSimulation(MODEL)) {
      simulation.setState(new double[] {1, 2, 3}, new double[] {4, 5, 6});

      assertThat(simulation.qpos(2)).isEqualTo(3);
      assertThat(simulation.qvel(0)).isEqualTo(4);
      simulation.step(NOTHING, 1);
      assertThat(simulation.qpos(0)).isCloseTo(1 + 4 * MODEL.timestepSeconds(), within(1e-12));
    }
  }

  @Test
  void countsWarningsUntilReset() {
    try (MujocoSimulation simulation = new MujocoSimulation(MODEL)) {
      assertThat(simulation.step(new double[] {Double.NaN}, 1)).isPositive();
      assertThat(simulation.step(NOTHING, 1)).isPositive();
      assertThat(simulation.warnings()).isPositive();

      simulation.reset();

      assertThat(simulation.warnings()).isZero();
      assertThat(simulation.step(NOTHING, 1)).isZero();
    }
    assertThat(Path.of("MUJOCO_LOG.TXT")).doesNotExist();
  }

  @Test
  void warnsOfAnImpossibleState() {
    try (MujocoSimulation simulation = new MujocoSimulation(MODEL)) {
      simulation.setState(new double[] {0, Double.NaN, 0}, new double[3]);
      assertThat(simulation.isFinite()).isFalse();
      assertThat(simulation.step(NOTHING, 1)).isPositive();
    }
  }

  @Test
  void survivesAFatalErrorInsideAStep() {
    MujocoModel tooSmall =
        parse(BALLS.replace("<worldbody>", "<size memory=\"1500\"/><worldbody>"));
    try (MujocoSimulation simulation = new MujocoSimulation(tooSmall)) {
      assertThatThrownBy(() -> simulation.step(NOTHING, UNTIL_CONTACT))
          .isInstanceOf(MujocoException.class)
          .hasMessageStartingWith(
              "MuJoCo %s cannot step with the model test.xml: mj_stackAlloc: out of memory",
              Mujoco.version())
          .hasMessageNotContaining("\n");
      simulation.reset();
      assertThat(simulation.step(NOTHING, 1)).isZero();
    }
  }

  @Test
  void turnsMujocosFatalErrorIntoAnException() {
    Mujoco.initialize();
    assertThatThrownBy(() -> MujocoLibrary.raiseError("that was it"))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining("that was it");
  }

  @Test
  void refusesArraysOfAnotherLength() {
    try (MujocoSimulation simulation = new MujocoSimulation(MODEL)) {
      assertThatThrownBy(() -> simulation.step(new double[2], 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Wrong length of ctrl for the model test.xml: expected 1, found 2");
      assertThatThrownBy(() -> simulation.setState(new double[2], new double[3]))
          .hasMessage("Wrong length of qpos for the model test.xml: expected 3, found 2");
      assertThatThrownBy(() -> simulation.setState(new double[3], new double[4]))
          .hasMessage("Wrong length of qvel for the model test.xml: expected 3, found 4");
      assertThatThrownBy(() -> simulation.qpos(3)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> simulation.qvel(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void cannotBeUsedAfterClose() {
    MujocoSimulation simulation = new MujocoSimulation(MODEL);
    simulation.close();
    simulation.close();

    assertThatThrownBy(() -> simulation.step(NOTHING, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The simulation of test.xml is closed");
    assertThatThrownBy(simulation::reset).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void threadsShareAModel() throws Exception {
    List<Callable<Double>> runs = List.of(() -> fallFar(1), () -> fallFar(2));
    double[] alone = {fallFar(1), fallFar(2)};
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int repetition = 0; repetition < 20; repetition++) {
        List<Future<Double>> together = threads.invokeAll(runs);
        assertThat(together.get(0).get()).isEqualTo(alone[0]);
        assertThat(together.get(1).get()).isEqualTo(alone[1]);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static double fallFar(double push) {
    try (MujocoSimulation simulation = new MujocoSimulation(MODEL)) {
      for (int step = 0; step < 200; step++) {
        simulation.step(new double[] {push * Math.sin(step)}, 2);
      }
      return simulation.qpos(0) + simulation.qvel(1);
    }
  }

  private static MujocoModel parse(String mjcf) {
    return MujocoModel.parse("test.xml", mjcf.getBytes(UTF_8));
  }
}
