package io.github.udrlpg.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.Dimension;
import io.github.udrlpg.config.Sweep;
import io.github.udrlpg.testing.Runs;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialsTest {
  private static final List<Dimension> SPACE =
      List.of(
          new Dimension.LogUniform("rollout.noise", 0.01, 1),
          new Dimension.Uniform("buffer.weighting-scale", 0.25, 0.75),
          new Dimension.Integers("training.batch-size", 8, 11),
          new Dimension.LogIntegers("generator.embedding-dim", 1, 8),
          new Dimension.Choice("generator.hidden-sizes", List.of("[8]", "[16,16]")));

  @Test
  void aGridIsEveryCombinationInOrder() {
    Sweep sweep =
        sweep(
            new Sweep.Grid(),
            List.of(
                new Dimension.Grid("rollout.noise", List.of("0.1", "0.5")),
                new Dimension.Choice(
                    "buffer.weighting", List.of("\"exp\"", "\"max\"", "\"uniform\""))));

    assertThat(Trials.of(sweep, Schedule.of(sweep).trials()))
        .extracting(trial -> trial.values().values().toString())
        .containsExactly(
            "[0.1, \"exp\"]",
            "[0.1, \"max\"]",
            "[0.1, \"uniform\"]",
            "[0.5, \"exp\"]",
            "[0.5, \"max\"]",
            "[0.5, \"uniform\"]");
  }

  @Test
  void drawnValuesKeepTheirBoundsAndFillThem() {
    List<Trial> trials = Trials.of(sweep(new Sweep.Random(400), SPACE), 400);

    assertThat(trials)
        .extracting(trial -> trial.loaded().settings().rollout().noise())
        .allMatch(noise -> noise >= 0.01 && noise <= 1)
        // The middle of the logarithms is 0.1: half of the trials are below, within 4 deviations.
        .satisfies(
            noises ->
                assertThat(noises.stream().filter(noise -> noise < 0.1).count())
                    .isBetween(160L, 240L));
    assertThat(trials)
        .extracting(trial -> trial.loaded().settings().training().batchSize())
        .containsOnly(8, 9, 10, 11);
    assertThat(trials)
        .extracting(trial -> trial.loaded().settings().generator().embeddingDim())
        .containsOnly(1, 2, 3, 4, 5, 6, 7, 8)
        .satisfies(
            dims -> assertThat(dims.stream().filter(dim -> dim == 1).count()).isGreaterThan(80));
    assertThat(trials)
        .extracting(trial -> trial.loaded().settings().generator().hiddenSizes())
        .containsOnly(List.of(8), List.of(16, 16));
    assertThat(trials)
        .extracting(trial -> trial.loaded().settings().buffer().weightingScale())
        .allMatch(scale -> scale >= 0.25 && scale <= 0.75);
  }

  @Test
  void moreTrialsGoOnWithTheSameSequenceAndAnotherKeyChangesNoOther() {
    List<Trial> few = Trials.of(sweep(new Sweep.Random(5), SPACE), 5);
    List<Trial> many = Trials.of(sweep(new Sweep.Random(20), SPACE), 20);

    assertThat(many.subList(0, 5)).isEqualTo(few);
    assertThat(many).extracting(Trial::values).doesNotHaveDuplicates();
    assertThat(Trials.of(sweep(new Sweep.Random(5), SPACE.subList(0, 1)), 5))
        .extracting(trial -> trial.values().get("rollout.noise"))
        .isEqualTo(few.stream().map(trial -> trial.values().get("rollout.noise")).toList());
    assertThat(few.get(3).directory()).isEqualTo("trial=0003");
  }

  @Test
  void namesEveryTrialThatCannotBe() {
    Sweep sweep =
        sweep(
            new Sweep.Grid(),
            List.of(new Dimension.Grid("rollout.noise", List.of("-1", "0.5", "-2"))));

    assertThatThrownBy(() -> Trials.of(sweep, 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "2 of 3 trials cannot be run",
            "of trial 0, {rollout.noise=-1}",
            "of trial 2, {rollout.noise=-2}",
            "found -2.0");
  }

  static Sweep sweep(Sweep.Strategy strategy, List<Dimension> space) {
    return new Sweep(
        "What?", "1", "final", 3, strategy, Sweep.Rollouts.IN_TASK, 2, space, Runs.tiny());
  }
}
