package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jobs/export as a user meets it. */
@Tag("spark")
@Tag("native")
class ExportCommandTest {
  private static final Pattern EPISODE = Pattern.compile("Episode of 1000 steps, return (\\S+) ");

  @TempDir Path directory;
  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);
  private Path run;

  @BeforeEach
  void prepare() {
    run = directory.resolve("run");
    jobs.useLocalSpark(2);
  }

  @AfterEach
  void cleanUp() {
    jobs.forgetSpark();
  }

  @Test
  void aDirectoryWhereAFileIsMeantIsRefusedBeforeAnyWork() throws IOException {
    Path standing = Files.createDirectory(file("standing.onnx"));

    assertThat(export("--out", standing)).isEqualTo(2);
    assertThat(jobs.err()).contains("Cannot write the file ", "it is a directory. Name a file");
    assertThat(export("--out", file("a.onnx"), "--episode", standing)).isEqualTo(2);
    assertThat(jobs.err()).contains("it is a directory. Name a file");
    assertThat(standing).isEmptyDirectory();
    assertThat(file("a.onnx")).doesNotExist();
  }

  @Test
  void exportsWhatEvaluateAndReplayPlay() throws IOException {
    Runs.train(
        new Configuration(),
        new org.apache.hadoop.fs.Path(run.toUri()),
        Runs.SWIMMER,
        "calibration.share=0.4",
        "training.max-env-steps=20000");
    Path episode = directory.resolve("episode.npz");

    assertThat(export("--command", 0.4, "--out", file("a.onnx"), "--episode", episode)).isZero();
    assertThat(jobs.out()).contains("Swimmer-v4", "layers [8, 16, 2]", "command=0.4");
    double played = playedReturn();
    assertThat(episode).isNotEmptyFile();
    assertThat(jobs.execute("evaluate", run, "--commands", "0.4", "--episodes", 1)).isZero();
    assertThat(jobs.out().lines().toList().get(1)).contains(Text.format(" %.2f ", played));
    assertThat(jobs.err()).contains("Attainable by the calibration: ", "given what attains the");

    assertThat(export("--command", 3, "--out", file("a.onnx"))).isZero();
    assertThat(jobs.err())
        .contains(
            "Warning: Command 3.000 asks for a return of 1295.0, outside of what the generator was"
                + " measured to attain, ")
        .contains(": it is given what attains the nearest return");
    assertThat(jobs.out()).contains("command=3.0", "given_command=0.");
    assertThat(export("--command", 3, "--raw", "--out", file("a.onnx"))).isZero();
    assertThat(jobs.err())
        .contains("for the command [3.0] the generator extrapolates")
        .doesNotContain("measured to attain");
    assertThat(jobs.out()).contains("command=3.0").doesNotContain("given_command");
    assertThat(
            jobs.execute(
                "evaluate", run, "--commands", "0.1,0.2", "--episodes", 2, "--raw", "--retrieval"))
        .isZero();
    assertThat(jobs.err()).contains(". Not used");
    assertThat(jobs.out())
        .contains("Stored policies whose returns are nearest:", " of 2 commands within a tenth");

    assertThat(export("--policy", "4-1", "--out", file("b.npz"), "--episode", episode)).isZero();
    played = playedReturn();
    String metadata = Files.readString(file("b.npz"), StandardCharsets.ISO_8859_1);
    assertThat(metadata.replace(Character.toString(0), ""))
        .contains("\"source\":\"dataset\"", "\"policy\":\"4-1\"");
    assertThat(jobs.execute("replay", run, "--policy", "4-1")).isZero();
    assertThat(jobs.out().lines().toList().get(1)).contains(" " + played + " ");

    assertThat(export("--out", file("c"), "--out", file("d"), "--format", "safetensors")).isZero();
    assertThat(file("d")).hasSameBinaryContentAs(file("c"));
    assertThat(Files.readString(file("c"), StandardCharsets.ISO_8859_1))
        .contains("\"environment\":\"Swimmer-v4\"", "\"source\":\"generator\"");
  }

  @Test
  void explainsWhatIsWrong() throws IOException {
    Runs.train(
        new Configuration(),
        new org.apache.hadoop.fs.Path(run.toUri()),
        Runs.instant("checkpoint.every-iterations=1"));
    assertThat(export("--out", file("a.txt"))).isEqualTo(2);
    assertThat(jobs.err()).contains("The format of", "a.txt", "--format onnx, npz or safetensors");
    assertThat(export("--out", file("a.onnx"), "--command", 1, "--policy", "1-1")).isEqualTo(2);
    assertThat(jobs.err()).contains("--policy and --command exclude each other");
    assertThat(export("--out", file("a.onnx"), "--raw", "--policy", "1-1")).isEqualTo(2);
    assertThat(jobs.err()).contains("--policy and --raw exclude each other: a stored policy is");
    assertThat(export("--out", file("a.onnx"), "--command", -1)).isEqualTo(2);
    assertThat(jobs.err()).contains("--command must be a finite scaled return from 0, found -1.0");
    assertThat(export("--out", file("a.onnx"), "--policy", "first")).isEqualTo(2);
    assertThat(jobs.err()).contains("--policy must be ITERATION-INDEX", "found 'first'");
    assertThat(export("--out", file("a.onnx"), "--policy", "1-99")).isEqualTo(2);
    assertThat(jobs.err()).contains("The run holds no policy 1-99");
    assertThat(export("--out", file("a.onnx"), "--format", "pickle")).isEqualTo(2);
    assertThat(jobs.err()).contains("pickle", "SAFETENSORS").doesNotContain("\tat ");
    assertThat(Runs.files(directory)).noneMatch(name -> name.startsWith("a."));
  }

  private int export(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("export", run));
    all.addAll(List.of(arguments));
    return jobs.execute(all.toArray());
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  // What the last job said of the episode.
  private double playedReturn() {
    Matcher line = EPISODE.matcher(jobs.out());
    assertThat(line.find()).as(jobs.out()).isTrue();
    return Double.parseDouble(line.group(1));
  }
}
