package io.github.udrlpg.mujoco;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("native")
class MujocoModelTest {
  private static final String SLIDER =
      """
      <mujoco>
        <option timestep="0.004"/>
        <worldbody>
          <body>
            <joint name="x" type="slide" axis="1 0 0"/>
            <joint name="ball" type="ball"/>
            <geom size="0.1" mass="1"/>
          </body>
        </worldbody>
        <actuator>
          <motor joint="x" ctrllimited="true" ctrlrange="-2 2"/>
          <motor joint="x"/>
        </actuator>
      </mujoco>
      """;

  @Test
  void knowsItsSizes() {
    MujocoModel model = parse(SLIDER);

    assertThat(model.name()).isEqualTo("test.xml");
    assertThat(model.controls()).isEqualTo(2);
    assertThat(model.positions()).isEqualTo(5);
    assertThat(model.velocities()).isEqualTo(4);
    assertThat(model.timestepSeconds()).isEqualTo(0.004);
    assertThat(model.controlLimit(0)).isEqualTo(2);
    assertThat(model.controlLimit(1)).isInfinite();
  }

  @Test
  void refusesAnActuatorThatDoesNotExist() {
    MujocoModel model = parse(SLIDER);

    assertThatThrownBy(() -> model.controlLimit(2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("The model test.xml has 2 actuators, asked for number 2");
  }

  @Test
  void namesWhatIsWrongInAModel() {
    assertThatThrownBy(() -> parse("<mujoco><worldbody><leg/></worldbody></mujoco>"))
        .isInstanceOf(MujocoException.class)
        .hasMessageStartingWith(
            "MuJoCo " + Mujoco.version() + " cannot load the model test.xml: XML Error")
        .hasMessageContaining("'leg'")
        .hasMessageNotContaining("\n");
  }

  @Test
  void namesWhatDoesNotCompile() {
    assertThatThrownBy(() -> parse(SLIDER.replace("<motor joint=\"x\"/>", "<motor joint=\"y\"/>")))
        .isInstanceOf(MujocoException.class)
        .hasMessageContaining("cannot load the model test.xml")
        .hasMessageContaining("y");
  }

  @Test
  void refusesWhatIsNoXml() {
    assertThatThrownBy(() -> parse("hello"))
        .isInstanceOf(MujocoException.class)
        .hasMessageContaining("cannot load the model test.xml: XML");
  }

  @Test
  void tellsTheLibrarysVersion() {
    assertThat(Mujoco.version()).matches("3\\.14\\.\\d+");
  }

  private static MujocoModel parse(String mjcf) {
    return MujocoModel.parse("test.xml", mjcf.getBytes(UTF_8));
  }
}
