package io.github.udrlpg.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.ConfigLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
  @Test
  void keysThatCameLaterLeaveTheNameOfARunAloneUntilTheyAreUsed() {
    // The name that this configuration had before there was training.overlap-updates.
    assertThat(manifest("run.seed=1").run()).isEqualTo("InvertedPendulum-v4-seed1-b8344bb8");
    assertThat(manifest("training.overlap-updates=true").run())
        .isNotEqualTo("InvertedPendulum-v4-seed1-b8344bb8");
  }

  @Test
  void aRunFromBeforeAKeyGoesOnWithItsOldBehaviourOnly() {
    String text = new String(manifest("run.seed=1").toJson(), StandardCharsets.UTF_8);
    String older = text.replaceFirst(",\\s*\"overlap-updates\" : false", "");
    assertThat(older).isNotEqualTo(text);
    Manifest manifest = Manifest.ofJson(older.getBytes(StandardCharsets.UTF_8));

    assertThat(manifest.differences(load("run.seed=1"))).isEmpty();
    assertThat(manifest.differences(load("training.overlap-updates=true")))
        .containsExactly("  training.overlap-updates: the run has false, the configuration true");
  }

  private static Manifest manifest(String override) {
    return Manifest.of(load(override), Map.of());
  }

  private static ConfigLoader.Loaded load(String override) {
    return ConfigLoader.load(Path.of("conf/inverted-pendulum-v4.conf"), List.of(override));
  }
}
