package io.github.udrlpg.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final ConfigLoader.Loaded PLAIN = Runs.tiny();

  @Test
  void aRunFromBeforeAKeyExistedGoesOnAsIfItHadItsFirstValue() throws IOException {
    String json = new String(Manifest.of(PLAIN, Map.of()).toJson(), StandardCharsets.UTF_8);
    String older =
        json.replaceAll(",?\\s*\"overlap-updates\" : false", "")
            .replaceAll(",?\\s*\"tile-fraction\" : 1\\.0", "")
            .replaceAll(",?\\s*\"return-ceiling\" : \"off\"", "")
            .replaceAll("\\s*\"(beginning|host)\" : \"[^\"]*\",", "")
            .replaceAll(",\\s*\"sha256\" : \"\\w{64}\"", "");
    assertThat(older)
        .doesNotContain("overlap-updates", "tile-fraction", "return-ceiling", "sha256");
    Manifest manifest = Manifest.ofJson(older.getBytes(StandardCharsets.UTF_8));

    assertThat(manifest.differences(PLAIN)).isEmpty();
    assertThat(manifest.differences(Runs.tiny("training.tile-fraction=0.5")))
        .containsExactly("  training.tile-fraction: the run has 1.0, the configuration 0.5");
  }

  @Test
  void whoGoesOnWithAnotherSimulatorOrProcessorIsTold() throws IOException {
    Map<String, String> versions = Map.of("mujoco", "3.14.0", "spark", "4.1.0");
    String json = new String(Manifest.of(PLAIN, versions).toJson(), StandardCharsets.UTF_8);
    Manifest same = unsealed(json);
    Manifest elsewhere =
        unsealed(
            json.replaceAll("\"architecture\" : \"\\w+\"", "\"architecture\" : \"aarch64\"")
                .replaceAll("\"flags\" : \\[[^]]*\\]", "\"flags\" : [ \"neon\" ]"));
    Manifest otherKernels =
        unsealed(
            json.replaceAll(
                "\"openblas-kernels\" : \"[^\"]*\"", "\"openblas-kernels\" : \"Neoversen1\""));
    Manifest older = unsealed(json.replaceAll("\"architecture\" : \"\\w+\",", ""));

    assertThat(same.otherSimulator(versions)).isEmpty();
    assertThat(same.otherSimulator(Map.of())).isEmpty();
    assertThat(same.otherInstructions()).isEmpty();
    assertThat(older.otherSimulator(versions)).isEmpty();
    assertThat(same.otherSimulator(Map.of("mujoco", "3.15.0")))
        .contains("MuJoCo 3.14.0, and this is 3.15.0");
    assertThat(elsewhere.otherSimulator(versions))
        .contains("a processor of type aarch64, and this is " + System.getProperty("os.arch"));
    assertThat(elsewhere.otherInstructions().orElseThrow())
        .startsWith("instruction sets [\"neon\"], and this is [");
    assertThat(otherKernels.otherInstructions().orElseThrow())
        .startsWith("OpenBLAS kernels Neoversen1, and this is ");
  }

  private static Manifest unsealed(String json) throws IOException {
    return Manifest.ofJson(
        json.replaceAll("\\s*\"(beginning|host)\" : \"[^\"]*\",", "")
            .replaceAll(",\\s*\"sha256\" : \"\\w{64}\"", "")
            .getBytes(StandardCharsets.UTF_8));
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
