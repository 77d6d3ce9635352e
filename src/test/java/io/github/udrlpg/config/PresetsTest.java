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

  static List<Path> presets() throws IOException {
    try (Stream<Path> files = Files.walk(CONF)) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void everyPresetLoads(Path preset) {
    assertThat(ConfigLoader.load(preset, List.of()).settings().env().id()).isNotBlank();
  }

  @Test
  void thePapersPresetIsTheReference() {
    assertThat(load("inverted-pendulum-v4-paper.conf")).isEqualTo(load("reference.conf"));
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
