package io.github.udrlpg.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.testing.Runs;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final ConfigLoader.Loaded PLAIN = Runs.tiny();

  @Test
  void aRunFromBeforeAKeyExistedGoesOnAsIfItHadItsFirstValue() {
    String json = new String(Manifest.of(PLAIN, Map.of()).toJson(), StandardCharsets.UTF_8);
    String older =
        json.replaceAll(",?\\s*\"overlap-updates\" : false", "")
            .replaceAll(",?\\s*\"tile-fraction\" : 1\\.0", "")
            .replaceAll(",?\\s*\"return-ceiling\" : \"off\"", "");
    assertThat(older).doesNotContain("overlap-updates", "tile-fraction", "return-ceiling");
    Manifest manifest = Manifest.ofJson(older.getBytes(StandardCharsets.UTF_8));

    assertThat(manifest.differences(PLAIN)).isEmpty();
    assertThat(manifest.differences(Runs.tiny("training.tile-fraction=0.5")))
        .containsExactly("  training.tile-fraction: the run has 1.0, the configuration 0.5");
  }

  @Test
  void theIdentifierTellsRunsApartThatStoreOtherRows() {
    String plain = Manifest.of(PLAIN, Map.of()).run();
    assertThat(Manifest.of(Runs.tiny("training.tile-fraction=0.5"), Map.of()).run())
        .isNotEqualTo(plain);
    assertThat(Manifest.of(Runs.tiny("training.overlap-updates=true"), Map.of()).run())
        .isNotEqualTo(plain);
    assertThat(Manifest.of(Runs.tiny("training.return-ceiling=30"), Map.of()).run())
        .isNotEqualTo(plain);
    assertThat(Manifest.of(Runs.tiny("rollout.partitions=3"), Map.of()).run()).isEqualTo(plain);
  }
}
