package io.github.udrlpg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsOfTextAreAligned() {
    Table table =
        new Table(List.of("Arm", "IQM"), List.of(List.of("uniform", "7"), List.of("exp", "990.5")));

    assertThat(table.text()).isEqualTo("Arm        IQM\nuniform      7\nexp      990.5\n");
  }

  @Test
  void numbersHaveAsManyDigitsAsTheyNeed() {
    assertThat(List.of(0.12345, 12.345, 990.55, 12345.6, -3.0))
        .extracting(Table::number)
        .containsExactly("0.123", "12.3", "990.6", "12346", "−3");
    assertThat(Table.number(Double.NaN)).isEqualTo("–");
    assertThat(Table.interval(1, 2.5)).isEqualTo("[1, 2.5]");
    assertThat(Table.interval(Double.NaN, 1)).isEqualTo("–");
  }

  @Test
  void everyRowFillsTheTable() {
    assertThatThrownBy(() -> new Table(List.of("A", "B"), List.of(List.of("x"))))
        .hasMessage("Every row needs 2 cells, found [x]");
  }
}
