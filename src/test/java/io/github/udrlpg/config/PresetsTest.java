package io.github.udrlpg.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.ReturnSettings.SurvivalBonus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PresetsTest {
  private static final Path CONF = Path.of("conf");
  private static final Path EXPERIMENTS = CONF.resolve("experiments");
  private static final Path SWEEPS = CONF.resolve("sweeps");

  static List<Path> presets() throws IOException {
    return below(CONF)
        .filter(file -> !file.startsWith(EXPERIMENTS) && !file.startsWith(SWEEPS))
        .toList();
  }

  static List<Path> sweeps() throws IOException {
    return below(SWEEPS).toList();
  }

  static List<Path> experiments() throws IOException {
    return below(EXPERIMENTS).toList();
  }

  private static Stream<Path> below(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void everyPresetLoads(Path preset) {
    assertThat(ConfigLoader.load(preset, List.of()).settings().env().id()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentLoadsAndItsArmsDiffer(Path file) {
    Experiment experiment = ExperimentLoader.load(file, List.of());

    assertThat(experiment.question()).endsWith("?");
    assertThat(experiment.arms()).extracting(arm -> arm.loaded().json()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void everySweepLoads(Path file) {
    Sweep sweep = SweepLoader.load(file, List.of());

    assertThat(sweep.question()).endsWith("?");
    assertThat(sweep.space()).isNotEmpty();
  }

  @Test
  void thePapersPresetIsTheReferenceWithoutCalibration() {
    assertThat(load("inverted-pendulum-v4-paper.conf"))
        .isEqualTo(
            ConfigLoader.load(CONF.resolve("reference.conf"), List.of("calibration.enabled=false"))
                .settings());
  }

  @Test
  void hopperTrainsWithoutItsSurvivalBonus() {
    assertThat(load("hopper-v4.conf").returns())
        .isEqualTo(new ReturnSettings(-100, 2000, SurvivalBonus.EXCLUDE));
  }

  private static Settings load(String preset) {
    return ConfigLoader.load(CONF.resolve(preset), List.of()).settings();
  }
}
