package io.github.udrlpg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberedNameTest {
  private static final NumberedName NAME = new NumberedName("until-", 3, ".parquet");

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 999, 1000, Integer.MAX_VALUE})
  void parsesWhatItFormats(int number) {
    assertThat(NAME.parse(NAME.of(number))).hasValue(number);
    assertThat(NAME.parseInAnyDigits(NAME.of(number))).hasValue(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "until-.parquet",
        "until-7.parquet",
        "until-0007.parquet",
        "until-007 (1).parquet",
        "until-007-good.parquet",
        "until-best.parquet",
        "until--07.parquet",
        "until-+07.parquet",
        "until-007.parquet.bak",
        ".until-007.parquet",
        "until-2147483648.parquet",
        "until-99999999999999999999.parquet",
        "until-0\u06f0\u06f7.parquet",
        "until-\u0660\u06f0\u06f7.parquet",
        "until.parquet",
        ""
      })
  void c6WhatIsNotOursAsAWholeIsNotOurs(String name) {
    assertThat(NAME.parse(name)).isEmpty();
    assertThat(NAME.parseInAnyDigits(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"until-\u06f0\u06f0\u06f7.parquet", "until-\u0660\u0660\u0667.parquet"})
  void c1DigitsOfOneLanguageAreReadAndNeverOurs(String name) {
    assertThat(NAME.parse(name)).isEmpty();
    assertThat(NAME.parseInAnyDigits(name)).hasValue(7);
  }

  @Test
  void c1NamesBothFilesOfOneNumber() {
    Path ours = new Path("/run/until-007.parquet");
    Path other = new Path("/run/until-\u06f0\u06f0\u06f7.parquet");

    assertThat(NAME.index(List.of(new Path("/run/until-x.parquet"), other)).values())
        .containsExactly(other);
    assertThatThrownBy(() -> NAME.index(List.of(ours, other)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 number(s) in /run have two files, such as ")
        .hasMessageContaining(ours.getName() + " and " + other.getName());
  }
}
