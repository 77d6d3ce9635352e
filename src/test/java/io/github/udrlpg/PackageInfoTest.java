package io.github.udrlpg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every package says which others it imports, and says the truth. */
class PackageInfoTest {
  private static final Path SOURCES = Path.of("src/main/java/io/github/udrlpg");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?io\\.github\\.udrlpg\\.(\\w+)\\.[A-Z]");
  private static final Pattern SENTENCE = Pattern.compile("<p>Imports ([^.]*)\\.");
  private static final Pattern NAME = Pattern.compile("\\{@code (\\w+)}");

  @Test
  void everyPackageNamesWhatItImports() throws IOException {
    Map<String, Set<String>> imported = new TreeMap<>();
    Map<String, Set<String>> said = new TreeMap<>();
    for (Path directory : list(SOURCES)) {
      if (!Files.isDirectory(directory)) {
        continue;
      }
      String name = directory.getFileName().toString();
      Set<String> others = new TreeSet<>();
      for (Path source : list(directory)) {
        others.addAll(found(IMPORT, Files.readString(source)));
      }
      // Helpers for texts are everywhere.
      others.remove("text");
      others.remove(name);
      imported.put(name, others);
      said.put(name, said(directory));
    }

    assertThat(said).isEqualTo(imported).hasSizeGreaterThan(20);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> said(Path directory) throws IOException {
    String text =
        Files.readString(directory.resolve("package-info.java"))
            .lines()
            .map(line -> line.replaceFirst("^ \\* ?", ""))
            .collect(Collectors.joining(" "));
    Matcher sentence = SENTENCE.matcher(text);
    assertThat(sentence.find()).as("%s says what it imports", directory).isTrue();
    return found(NAME, sentence.group(1));
  }
}
