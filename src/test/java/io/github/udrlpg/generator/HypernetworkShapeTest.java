package io.github.udrlpg.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.policy.PolicyShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class HypernetworkShapeTest {
  private static final PolicyShape POLICY = PolicyShape.of(3, 8, 2);

  @Test
  void refusesSizesThatMakeNoNetwork() {
    assertRefused(
        List.of(),
        3,
        4,
        "Generator hidden sizes must name at least one layer, found []: without one the policy's"
            + " weights would be a linear function of the command");
    assertRefused(List.of(8, 0), 3, 4, "Generator hidden sizes must be positive, found [8, 0]");
    assertRefused(List.of(8), 0, 4, "Generator embedding dimension must be positive, found 0");
    assertRefused(List.of(8), 3, -1, "Generator tile must be positive, found -1");
  }

  @Test
  void refusesMoreParametersThanAnArrayHolds() {
    for (int size : new int[] {15_000, 100_000}) {
      HypernetworkShape shape =
          new HypernetworkShape(POLICY, List.of(size, size), 3, 4, OutputScale.none());
      assertThatThrownBy(() -> ParameterLayout.of(shape))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "A generator with hidden sizes [%s, %s] and tile 4 has more than 536870911"
                  + " parameters: make it smaller",
              size, size);
    }
  }

  private static void assertRefused(
      List<Integer> hidden, int embeddingDim, int tile, String message) {
    assertThatThrownBy(
            () -> new HypernetworkShape(POLICY, hidden, embeddingDim, tile, OutputScale.none()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void refusesScalesAndAdamSettingsOutsideTheirRange() {
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> OutputScale.byFanIn(scale))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("Generator output scale must be a positive number, found " + scale);
    }
    assertThatThrownBy(() -> AdamSettings.withLearningRate(Double.NaN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Adam's learning rate must be a positive number, found NaN");
    assertThatThrownBy(() -> new AdamSettings(1, 1, 0.9, 1e-8))
        .hasMessage("Adam's beta1 must be in [0, 1), found 1.0");
    assertThatThrownBy(() -> new AdamSettings(1, 0.9, -0.1, 1e-8))
        .hasMessage("Adam's beta2 must be in [0, 1), found -0.1");
    assertThatThrownBy(() -> new AdamSettings(1, 0.9, 0.9, 0))
        .hasMessage("Adam's epsilon must be a positive number, found 0.0");
  }

  @Test
  void scalesByTheRootOfTheFanIn() {
    assertThat(OutputScale.none().factor(16)).isEqualTo(1f);
    assertThat(OutputScale.byFanIn(2).factor(16)).isEqualTo(0.5f);
  }

  @Test
  void cropsTheLastTiles() {
    HypernetworkShape shape =
        new HypernetworkShape(PolicyShape.of(3, 7, 10, 2), List.of(8), 3, 4, OutputScale.none());
    TileGrid grid = TileGrid.of(shape, 1);
    assertThat(grid.tilesOut()).isEqualTo(3);
    assertThat(grid.tilesIn()).isEqualTo(2);
    TileRegion corner = grid.weights(5);
    assertThat(corner.rows()).isEqualTo(2);
    assertThat(corner.columns()).isEqualTo(3);
    assertThat(corner.offset()).isEqualTo(3 * 7 + 7 + 8 * 7 + 4);
    assertThat(corner.isWhole(16)).isFalse();
    assertThat(grid.biases(2).columns()).isEqualTo(2);
  }

  @Test
  void aLinearPolicyIsOneTileOfItsOwnSize() {
    HypernetworkShape shape =
        new HypernetworkShape(PolicyShape.of(6, 2), List.of(8), 3, 4, OutputScale.none());
    assertThat(TileGroup.of(shape)).hasSize(1);
    TileGrid grid = TileGrid.of(shape, 0);
    assertThat(grid.tiles()).isEqualTo(1);
    assertThat(grid.weights(0).isWhole(12)).isTrue();
  }
}
