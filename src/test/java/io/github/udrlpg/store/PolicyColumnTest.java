package io.github.udrlpg.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PolicyColumnTest {
  @Test
  void saysOfEveryColumnWhatItHolds() {
    assertThat(PolicyColumn.all()).hasSize(PolicySchema.TYPE.getFieldCount() + 7);
    assertThat(PolicyColumn.all())
        .allMatch(column -> column.meaning().length() > 10)
        .extracting(PolicyColumn::name)
        .contains("weights", "episodes.diverged", "return_bucket")
        .doesNotHaveDuplicates();
    assertThat(PolicyColumn.all())
        .contains(
            new PolicyColumn(
                "weights",
                "list of float32",
                "",
                "all weights of the policy as it was rolled out, noise included"))
        .anyMatch(
            column -> column.name().equals("episodes") && column.type().equals("list of struct"));
  }
}
