package io.github.udrlpg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.experiment.GroupResults.SeedRun;
import io.github.udrlpg.experiment.RunScores.IdentityPoint;
import io.github.udrlpg.run.Obedience;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupComparisonTest {

  @Test
  void saysWhichIsBetterWhereChanceCannotExplainIt() {
    GroupComparison comparison =
        GroupComparison.of(
            group("new", 900, 910, 920, 930, 940),
            group("old", 500, 510, 520, 530, 540),
            Score.FINAL);

    // One of C(10, 5) = 252 orders at either end.
    assertThat(comparison.pValue()).isEqualTo(2.0 / 252);
    assertThat(comparison.statement())
        .startsWith(
            "By final return, new does better than old: a run of new does better than one of old"
                + " with probability 1 [1, 1]; the mean is better by 400 [")
        .contains("(Mann-Whitney U, two-sided, p = 0.008 over 5 and 5 runs)");
    assertThat(comparison.comparison().paired().orElseThrow().meanDifference().value())
        .isEqualTo(400);
    assertThat(comparison.table().text()).contains("Mean difference, 5 seeds in common");
  }

  @Test
  void isSilentWhereRunsDoNotShowIt() {
    GroupComparison comparison =
        GroupComparison.of(
            group("new", 900, 710, 520, 830, 340),
            group("old", 850, 610, 620, 730, 540),
            Score.FINAL);

    assertThat(comparison.statement())
        .startsWith("By final return, these runs do not show which of new and old is better: ")
        .contains("That is no proof that they are equal");
  }

  @Test
  void saysThatThreeRunsCannotShowAnything() {
    assertThat(
            GroupComparison.of(group("new", 9, 8, 7), group("old", 1, 2, 3), Score.FINAL)
                .statement())
        .startsWith(
            "By final return nothing can be concluded: with 3 and 3 runs not even complete"
                + " separation would be significant.");
  }

  @Test
  void aLowIdentityErrorIsTheBetterOne() {
    // Commanded 0: the error is the return.
    GroupComparison comparison =
        GroupComparison.of(
            group("exact", 1, 2, 3, 4, 5),
            group("vague", 11, 12, 13, 14, 15),
            Score.IDENTITY_ERROR);

    assertThat(comparison.statement())
        .startsWith("By identity error, exact does better than vague: ")
        .contains("the mean is better by 10 [");
  }

  @Test
  void severalArmsAreCorrectedForTheirNumber() {
    ExperimentResults results =
        new ExperimentResults(
            "Which?",
            List.of(
                group("base", 1, 2, 3, 4, 5),
                group("high", 11, 12, 13, 14, 15),
                group("same", 1, 2, 3, 4, 5)),
            List.of(Score.FINAL));

    List<GroupComparison> comparisons = results.comparisons(Score.FINAL);

    assertThat(comparisons).extracting(GroupComparison::nameA).containsExactly("high", "same");
    assertThat(comparisons.get(0).pValue()).isEqualTo(2 * 2.0 / 252);
    assertThat(comparisons.get(0).statement())
        .contains("p = 0.016 after Holm's correction for 2 comparisons");
    assertThat(comparisons.get(1).pValue()).isEqualTo(1);
    assertThat(results.json().at("/comparisons/0/mann_whitney_p").asDouble()).isEqualTo(2.0 / 252);
    assertThat(results.json().at("/comparisons/0/adjusted_p").asDouble()).isEqualTo(4.0 / 252);
    assertThat(results.data().tables()).hasSize(3);
    assertThat(results.data().tables().get(2).rows().get(1).get(2)).startsWith("0 [");
  }

  @Test
  void otherTasksAreNotCompared() {
    GroupResults hopper =
        new GroupResults("hop", "Hopper-v4", 1, new StepGrid(List.of(1L)), List.of());

    assertThatThrownBy(() -> GroupComparison.of(group("new", 1), hopper, Score.FINAL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Cannot compare runs of different tasks: new is of InvertedPendulum-v4, hop of"
                + " Hopper-v4");
    assertThatThrownBy(hopper::requireFinishedRuns)
        .hasMessage("No run of hop has come to its end: train it with jobs/train --resume first");
  }

  @Test
  void anUnknownScoreIsNamedWithItsNeighbour() {
    assertThatThrownBy(() -> Score.named("finl", "--metric"))
        .hasMessage(
            "--metric must be one of final, best, auc, identity-error, obedience,"
                + " return-and-obedience, found 'finl'. Did you mean 'final'?");
  }

  private static GroupResults group(String name, double... finals) {
    List<SeedRun> runs = new ArrayList<>();
    for (int i = 0; i < finals.length; i++) {
      double value = finals[i];
      runs.add(
          new SeedRun(
              i + 1,
              Optional.of(
                  new RunScores(
                      1000,
                      value,
                      value / 1000,
                      value,
                      value,
                      value,
                      List.of(value),
                      Map.of("extensive", List.of(new IdentityPoint(0, value))),
                      new Obedience(Optional.empty(), Optional.empty(), Optional.empty()),
                      List.of(1.0, 1.0, 1.0))),
              ""));
    }
    return new GroupResults(name, "InvertedPendulum-v4", 1000, new StepGrid(List.of(1000L)), runs);
  }
}
