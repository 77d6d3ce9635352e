package io.github.udrlpg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserPathTest {
  private final Configuration hadoop = new Configuration();

  private String name(String text) throws IOException {
    Path path = UserPath.of(hadoop, text);
    Path absolute = path.getFileSystem(hadoop).makeQualified(path);
    assertThat(UserPath.written(path.toString())).as("read again").isEqualTo(path);
    return absolute.toUri().getPath();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "lr:0.1",
        "lr:0.1/seed:1",
        "runs/x:y.onnx",
        "ds[1]",
        "{a,b}",
        "*?",
        "a b",
        "100%",
        "%20",
        "#1?x=2",
        "é",
        "a\\b",
        "foo:/x"
      })
  void c11TextIsAName(String text) throws IOException {
    String here = System.getProperty("user.dir");
    assertThat(name(text)).isEqualTo(here + "/" + text);
    assertThat(name("./" + text)).isEqualTo(here + "/" + text);
    assertThat(name("/runs/" + text)).isEqualTo("/runs/" + text);
    assertThat(name("//runs/" + text)).isEqualTo("/runs/" + text);
    assertThat(name("file:/runs/" + text)).isEqualTo("/runs/" + text);
    assertThat(name("file:///runs/" + text)).isEqualTo("/runs/" + text);
    Path child = UserPath.child(new Path("/runs"), text.replace('/', '-'));
    assertThat(child.getName()).isEqualTo(text.replace('/', '-'));
  }

  @Test
  void c11TheDirectoryItselfAndTheOneAbove() throws IOException {
    assertThat(name(".")).isEqualTo(System.getProperty("user.dir"));
    assertThat(name("/a/../b/")).isEqualTo("/b");
  }

  @Test
  void c10PatternsAreEscapedForSpark() {
    assertThat(UserPath.literal(new Path("/a/{b,c}[1]*?\\d")))
        .isEqualTo("/a/\\{b,c\\}\\[1\\]\\*\\?\\\\d");
  }

  @Test
  void c10WhatCannotBeEscapedIsRefused() {
    assertThatThrownBy(() -> UserPath.literal(new Path("/lr:1/ds[1]")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a name that has a colon beside any of \\{}[]*?. Rename it");
  }

  @Test
  void lettersThatTheLocaleLacksHaveAHint() {
    assertThatThrownBy(
            () -> UserPath.requireEncodable("r\ufffdn", "/r\ufffdn", StandardCharsets.US_ASCII))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has the encoding US-ASCII, which lacks letters of it")
        .hasMessageContaining("LC_ALL=C.UTF-8");
  }

  @Test
  void c11AFileSystemWhoseClassIsMissingIsNamed() {
    hadoop.set("fs.gone.impl", "com.example.Gone");
    assertThatThrownBy(() -> UserPath.of(hadoop, "gone://x/y"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the class com.example.Gone of 'gone' is not on the class path");
  }
}
