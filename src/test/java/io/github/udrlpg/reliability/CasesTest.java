package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.store.Sha256;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.FaultyFileSystem;
import io.github.udrlpg.testing.FaultyFileSystem.DriverDied;
import io.github.udrlpg.testing.FaultyFileSystem.Fault;
import io.github.udrlpg.testing.FaultyFileSystem.Faults;
import io.github.udrlpg.testing.Fingerprint;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of other software lost runs by, under the numbers that these cases have. */
@ResourceLock(Resources.LOCALE)
class CasesTest {
  private static final Locale LOCALE = Locale.getDefault();

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();
  private Path run;
  private Map<String, String> undisturbed;

  @BeforeEach
  void trainUndisturbed() throws IOException {
    Locale.setDefault(Locale.ROOT);
    run = directory.resolve("run");
    open(directory.resolve("whole"), new Configuration(), 1000)
        .train(new LocalRolloutRunner(), listener());
    undisturbed = Fingerprint.of(directory.resolve("whole"));
  }

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(LOCALE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG-u-nu-arab", "tr-TR"})
  void c1NamesAreTheSameUnderEveryLocale(String locale) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(locale));
    trainUntilDeath(1000);
    Map<String, String> committed = contents("policies");
    assertThat(committed.keySet())
        .filteredOn(name -> name.startsWith("policies/_commits/iteration-"))
        .hasSizeGreaterThan(2)
        .contains("policies/_commits/iteration-000000000.json");

    Locale.setDefault(Locale.ROOT);
    resume();

    assertThat(contents("policies")).containsAllEntriesOf(committed);
    assertThat(Runs.files(run)).allMatch(name -> name.chars().allMatch(c -> c < 128));
    assertThat(Fingerprint.of(run)).isEqualTo(undisturbed);
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1000})
  void c1ARunWhoseNamesHaveOtherDigitsGoesOn(int checkpointEvery) throws IOException {
    trainUntilDeath(checkpointEvery);
    renameToPersianDigits("policies/_commits", "checkpoints", "metrics/iterations", "drivers");
    Map<String, String> committed = contents("policies");

    resume();

    assertThat(contents("policies")).containsAllEntriesOf(committed);
    assertThat(Fingerprint.of(run)).isEqualTo(undisturbed);
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("An early version named ")
        .contains(" commit(s) of this run in the digits of another language, such as ")
        .endsWith(".json: they count as what they are");
  }

  @Test
  void c1TwoCommitsOfOneIterationAreNamedAndNothingIsDeleted() throws IOException {
    trainUntilDeath(2);
    Path commits = run.resolve("policies/_commits");
    Files.copy(
        commits.resolve("iteration-000000001.json"),
        commits.resolve(persian("iteration-000000001.json")));
    Map<String, String> before = contents("");

    assertThatThrownBy(this::resume)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 number(s) in ")
        .hasMessageContaining(
            "_commits have two files, such as iteration-000000001.json and "
                + persian("iteration-000000001.json"))
        .hasMessageContaining("Nothing is deleted")
        .hasMessageContaining("in policies/_commits the one whose data files are gone");

    assertThat(contents("")).isEqualTo(before);
    assertThatThrownBy(() -> Dataset.open(run).removeLeftovers())
        .hasMessageContaining("have two files");
    assertThatThrownBy(() -> Dataset.rows(run)).hasMessageContaining("have two files");
    assertThat(contents("")).isEqualTo(before);
  }

  @Test
  void c6CopiesUnderNamesOfTheirOwnersStayAndAreNeverRead() throws IOException {
    trainUntilDeath(2);
    String data =
        Runs.files(run).stream()
            .filter(name -> name.startsWith("policies/iteration=0/"))
            .findFirst()
            .orElseThrow();
    String checkpoint =
        Runs.files(run).stream()
            .filter(name -> name.startsWith("checkpoints/"))
            .findFirst()
            .orElseThrow();
    Map<String, String> copies = new TreeMap<>();
    copy(checkpoint, "checkpoints/checkpoint-best.safetensors", copies);
    copy(checkpoint, checkpoint.replace(".safetensors", "-good.safetensors"), copies);
    copy(checkpoint, "checkpoints/checkpoint-1.safetensors", copies);
    copy(
        "metrics/iterations/until-000000002.parquet",
        "metrics/iterations/until-000000002 (1).parquet",
        copies);
    copy(
        "policies/_commits/iteration-000000001.json",
        "policies/_commits/iteration-000000001 (conflicted copy).json",
        copies);
    copy("drivers/driver-000000001.json", "drivers/driver-000000009 (1).json", copies);
    copy(data, data.replace(".parquet", " (1).parquet"), copies);
    copy(data, "policies/iteration=0/mine/part-0.parquet", copies);
    copy(data, "policies/iteration=best/part-0.parquet", copies);

    resume();

    assertThat(contents("")).containsAllEntriesOf(copies);
    assertThat(Fingerprint.of(run)).isEqualTo(undisturbed);
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("2 file(s) in ")
        .contains("are named by no commit and do not bear the names that a run gives its own")
        .endsWith(": they stay, and are never read");
  }

  private void copy(String from, String to, Map<String, String> copies) throws IOException {
    Files.createDirectories(run.resolve(to).getParent());
    Files.copy(run.resolve(from), run.resolve(to));
    copies.put(to, sha256(run.resolve(to)));
  }

  /** Content by name. */
  private Map<String, String> contents(String below) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : Runs.files(run)) {
      if (name.startsWith(below) && !name.contains("/.")) {
        contents.put(name, sha256(run.resolve(name)));
      }
    }
    return contents;
  }

  private static String sha256(Path file) throws IOException {
    return Sha256.hex(Files.readAllBytes(file));
  }

  private void renameToPersianDigits(String... directories) throws IOException {
    for (String name : directories) {
      Files.createDirectories(run.resolve(name));
      for (String file : Runs.files(run.resolve(name))) {
        Path from = run.resolve(name).resolve(file);
        if (!file.startsWith(".")) {
          Files.move(from, from.resolveSibling(persian(file)));
        }
      }
    }
  }

  private static String persian(String name) {
    StringBuilder other = new StringBuilder();
    name.chars().forEach(c -> other.append((char) (c >= '0' && c <= '9' ? c - '0' + '۰' : c)));
    return other.toString();
  }

  private void trainUntilDeath(int checkpointEvery) throws IOException {
    Faults faults = new Faults(Fault.DIE_BEFORE, 60, false);
    TrainingRun training = open(run, FaultyFileSystem.configuration(faults), checkpointEvery);
    assertThatThrownBy(() -> training.train(new LocalRolloutRunner(), listener()))
        .isInstanceOf(DriverDied.class);
  }

  private void resume() throws IOException {
    open(run, new Configuration(), 2).train(new LocalRolloutRunner(), listener());
  }

  private TrainingListener listener() {
    return new TrainingListener() {
      @Override
      public void warning(String message) {
        if (message.contains("digits") || message.contains("file(s)")) {
          warnings.add(message);
        }
      }
    };
  }

  private static TrainingRun open(Path directory, Configuration hadoop, int checkpointEvery)
      throws IOException {
    Settings settings =
        Runs.tiny(
                "env.id=Instant-v0",
                "returns.min=0",
                "returns.max=1",
                "training.max-env-steps=24",
                "evaluation.every-env-steps=8",
                "evaluation.extensive-every-env-steps=12",
                "checkpoint.every-iterations=" + checkpointEvery,
                "checkpoint.keep=1")
            .settings();
    return new TrainingRun(
        "test", settings, hadoop, new org.apache.hadoop.fs.Path(directory.toUri()), 1);
  }
}
