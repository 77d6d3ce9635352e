package io.github.udrlpg.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task of a user's own without MuJoCo: that of docs/own-task.md, with its configuration. */
@Tag("native")
class OwnTaskTest {
  private static final Path DOCUMENT = Path.of("docs/own-task.md");
  private static final Pattern CONFIGURATION = Pattern.compile("```\n(env\\.id[^`]*)```");

  @TempDir Path directory;

  @Test
  void theDocumentShowsWhatIsTrainedHere() throws IOException {
    assertThat(Files.readString(DOCUMENT))
        .contains(Files.readString(Path.of("src/test/java/org/example/PointTask.java")));
  }

  @Test
  void theDocumentsConfigurationTrainsIt() throws IOException {
    Runs.open(directory, ConfigLoader.load(configuration(), "point.conf", List.of()).settings())
        .train(new LocalRolloutRunner(), new TrainingListener() {});

    assertThat(Dataset.rows(directory)).hasSizeGreaterThan(20);
  }

  /** Returns the block of the document that begins with the task's identifier. */
  private static String configuration() throws IOException {
    Matcher block = CONFIGURATION.matcher(Files.readString(DOCUMENT));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }
}
