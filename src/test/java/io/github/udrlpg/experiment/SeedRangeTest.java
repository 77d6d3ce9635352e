package io.github.udrlpg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedRangeTest {

  @Test
  void takesSeedsAndRanges() {
    assertThat(SeedRange.parse("1..4")).containsExactly(1L, 2L, 3L, 4L);
    assertThat(SeedRange.parse("5,3, 1")).containsExactly(5L, 3L, 1L);
    assertThat(SeedRange.parse("1..3,7")).containsExactly(1L, 2L, 3L, 7L);
    assertThat(SeedRange.parse("6..6")).containsExactly(6L);
    assertThat(SeedRange.parse("1..10000")).hasSize(10_000);
    assertThat(SeedRange.parse("-2..1,-9223372036854775808,9223372036854775807"))
        .containsExactly(-2L, -1L, 0L, 1L, Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(SeedRange.parse("9223372036854775806..9223372036854775807")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"|'' is neither a seed such as 7 nor a range such as 1..10",
        "1..|'1..' is neither a seed such as 7 nor a range such as 1..10",
        "1-3|'1-3' is neither a seed such as 7 nor a range such as 1..10",
        "1,,2|'' is neither a seed such as 7 nor a range such as 1..10",
        "5..1|the range 5..1 runs backwards",
        "1..3,2|seed 2 comes twice",
        "1..10001|these are more than 10000 seeds",
        "1..999999999999999999|these are more than 10000 seeds",
        "-9223372036854775808..9223372036854775807|these are more than 10000 seeds",
        "9223372036854775808|9223372036854775808 is no 64-bit integer, as run.seed is"
      })
  void saysWhatIsWrong(String text, String problem) {
    assertThatThrownBy(() -> SeedRange.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "--seeds must be seeds and ranges, separated by commas, such as 1..10 or 1,3,5, found '"
                + text
                + "': ")
        .hasMessageEndingWith(problem);
  }
}
