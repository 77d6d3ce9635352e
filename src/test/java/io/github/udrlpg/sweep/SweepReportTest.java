package io.github.udrlpg.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.Dimension;
import io.github.udrlpg.config.Sweep;
import io.github.udrlpg.experiment.Score;
import io.github.udrlpg.report.SweepData;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.testing.Runs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep writes of trials whose scores are known. */
class SweepReportTest {
  private static final double NAN = Double.NaN;
  private static final String PICTURE = "report/return-against-obedience.png";

  @TempDir Path directory;

  @Test
  void returnAndObedienceAreShownTogether() throws IOException {
    // Trial 0 earns most with 1, which errs more; trial 2 obeys best; trial 4 is bettered by 3.
    List<TrialRun> runs = new ArrayList<>();
    runs.addAll(trial(0, 900, 0.5));
    runs.addAll(trial(1, 900, 0.6));
    runs.addAll(trial(2, 200, 0.05));
    runs.addAll(trial(3, 700, 0.1));
    runs.addAll(trial(4, 650, 0.1));
    runs.addAll(trial(5, 950, NAN));

    SweepData data = write(runs, "final");

    assertThat(data.front().orElseThrow().statement())
        .isEqualTo(
            "Best in return: trial 0 (900, nRMSE 0.5), best obeyed: trial 2 (200, nRMSE 0.05), both"
                + " together: trial 3 (700, nRMSE 0.1)");
    assertThat(data.front().orElseThrow().table().rows())
        .extracting(row -> row.get(0))
        .containsExactly("trial 2", "trial 3", "trial 0");
    assertThat(data.front().orElseThrow().table().headers())
        .containsExactly(
            "Pareto front",
            "obedience error (nRMSE)",
            "final return",
            "return and obedience",
            "rollout.noise");
    JsonNode pareto = JSON.readTree(directory.resolve("summary.json").toFile()).get("pareto");
    assertThat(pareto.findValuesAsText("trial")).containsExactly("2", "3", "0");
    assertThat(pareto.at("/1/obedience").asDouble()).isEqualTo(0.1);
    assertThat(pareto.at("/1/final").asDouble()).isEqualTo(700);
    assertThat(pareto.at("/1/return-and-obedience").asDouble()).isEqualTo(0.6);
    assertThat(pareto.at("/1/values/rollout.noise").asDouble()).isEqualTo(0.4);
    byte[] picture = Files.readAllBytes(directory.resolve(PICTURE));
    assertThat(ImageIO.read(new ByteArrayInputStream(picture)).getWidth()).isEqualTo(2 * 760);
    assertThat(Files.readString(directory.resolve("report/index.html")))
        .contains("Return against obedience", "<td>trial 3</td><td>0.1</td><td>700</td>");
  }

  @Test
  void theBestInBothIsTheOneThatTheJointScoreRanksFirst() throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    runs.addAll(trial(0, 900, 0.5));
    runs.addAll(trial(1, 700, 0.1));
    runs.addAll(trial(2, 950, NAN));

    SweepData data = write(runs, "return-and-obedience");

    JsonNode summary = JSON.readTree(directory.resolve("summary.json").toFile());
    assertThat(summary.at("/best/trial").asInt()).isEqualTo(1);
    assertThat(summary.at("/best/value").asDouble()).isEqualTo(0.6);
    assertThat(summary.get("ranking")).hasSize(2);
    assertThat(data.front().orElseThrow().statement())
        .endsWith("both together: trial 1 (700, nRMSE 0.1)");
    assertThat(data.front().orElseThrow().picture().best().orElseThrow().name())
        .isEqualTo("best: trial 1");
  }

  @Test
  void oneTrialWithBothIsNoPicture() throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    runs.addAll(trial(0, 900, 0.5));
    runs.addAll(trial(1, 700, NAN));

    assertThat(write(runs, "final").front()).isEmpty();

    assertThat(directory.resolve(PICTURE)).doesNotExist();
    assertThat(JSON.readTree(directory.resolve("summary.json").toFile()).get("pareto")).isEmpty();
    assertThat(Files.readString(directory.resolve("report/index.html")))
        .doesNotContain("Return against obedience");
  }

  @Test
  void whatAnOlderSweepDidNotRecordIsLeftOut() throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    for (int trial = 0; trial < 2; trial++) {
      runs.add(
          new TrialRun(
              trial, 0, 0, 1, 1000, "", Map.of(Score.FINAL, 9.0 - trial, Score.OBEDIENCE, 0.2)));
    }

    assertThat(write(runs, "final").front().orElseThrow().statement())
        .isEqualTo("Best in return: trial 0 (9, nRMSE 0.2), best obeyed: trial 0 (9, nRMSE 0.2)");
  }

  @Test
  void anUnknownScoreIsToldFromThoseThatThereAre() {
    assertThatThrownBy(() -> search("return-and-obedienc", 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "sweep.score must be one of final, best, auc, identity-error, obedience,"
                + " return-and-obedience, found 'return-and-obedienc'. Did you mean"
                + " 'return-and-obedience'?");
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Two seeds around a return, on a scale from 0 to 1000. */
  private static List<TrialRun> trial(int trial, double finalReturn, double error) {
    List<TrialRun> runs = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      double value = finalReturn + (seed == 1 ? -10 : 10);
      Map<Score, Double> scores = new EnumMap<>(Score.class);
      scores.put(Score.FINAL, value);
      scores.put(Score.OBEDIENCE, error);
      scores.put(Score.RETURN_AND_OBEDIENCE, value / 1000 - error);
      runs.add(new TrialRun(trial, 0, 0, seed, 1000, "", scores));
    }
    return runs;
  }

  private SweepData write(List<TrialRun> runs, String score) throws IOException {
    int trials = 1 + runs.stream().mapToInt(TrialRun::trial).max().orElseThrow();
    return SweepReport.write(
        directory(),
        SweepResults.of(search(score, trials), runs),
        table -> fail("So few trials are no forest"),
        warning -> fail(warning));
  }

  private Search search(String score, int trials) {
    List<String> noises = new ArrayList<>();
    for (int trial = 1; trial <= trials; trial++) {
      noises.add("0." + trial);
    }
    return new Search(
        directory(),
        new Sweep(
            "What?",
            "1,2",
            score,
            3,
            new Sweep.Grid(),
            Sweep.Rollouts.IN_TASK,
            2,
            List.of(new Dimension.Grid("rollout.noise", noises)),
            Runs.tiny()));
  }

  private SweepDirectory directory() {
    Configuration hadoop = new Configuration();
    try {
      return new SweepDirectory(hadoop, UserPath.of(hadoop, directory.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
