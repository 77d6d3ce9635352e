package io.github.udrlpg.config;

import java.util.List;

/**
 * Group {@code policy}.
 *
 * @param hiddenSizes the units of each hidden layer; empty for a linear policy
 */
public record PolicySettings(List<Integer> hiddenSizes) {

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public PolicySettings {
    hiddenSizes = List.copyOf(hiddenSizes);
    Rules.of("policy").allPositive("hidden-sizes", hiddenSizes).check();
  }

  static PolicySettings read(GroupReader reader) {
    return new PolicySettings(reader.integers("hidden-sizes"));
  }
}
