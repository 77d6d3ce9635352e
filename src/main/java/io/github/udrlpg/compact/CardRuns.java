package io.github.udrlpg.compact;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the card says to people of the runs and their networks. */
final class CardRuns {
  private final Card card;
  private final StringBuilder text = new StringBuilder();

  private CardRuns(Card card) {
    this.card = card;
  }

  static String of(Card card) {
    CardRuns runs = new CardRuns(card);
    runs.networks();
    runs.runs();
    runs.beginnings();
    return runs.text.toString();
  }

  private void networks() {
    text.append(
        """
        ## The networks

        A policy with layers [n0, n1, ... nL] is a chain of affine maps y = W x + b. `weights` holds them \
        one after the other: first W of the first map row by row, as [outputs, inputs], then its b, then \
        the next map. The input is (observation - observation_mean) / (observation_deviation + 1e-8). \
        After every map but the last comes tanh. A task with continuous actions takes the limit of its \
        actions times tanh of the last map's outputs, one with a choice of actions the index of the \
        greatest output. All of it is in single precision, but the normalisation, which is rounded to \
        that at its end.

        """);
    text.append(Markdown.header("layers", "weights", "where W and b begin", "runs"));
    Map<String, List<RunCard>> byShape =
        card.runs().stream()
            .collect(
                Collectors.groupingBy(
                    run -> run.shape().map(PolicyShape::layers).map(List::toString).orElse(""),
                    TreeMap::new,
                    Collectors.toList()));
    byShape.forEach(
        (layers, runs) ->
            row(
                layers.isEmpty() ? "differ" : Markdown.escape(layers),
                runs.get(0)
                    .shape()
                    .map(shape -> Markdown.number(shape.parameterCount()))
                    .orElse(""),
                runs.get(0).shape().map(CardRuns::offsets).orElse(""),
                Markdown.number(runs.size())));
    text.append("\n");
  }

  private static String offsets(PolicyShape shape) {
    StringBuilder offsets = new StringBuilder();
    for (int layer = 0; layer < shape.depth(); layer++) {
      offsets.append(layer == 0 ? "" : ", ");
      offsets.append(Text.format("W %d, b %d", shape.weightOffset(layer), shape.biasOffset(layer)));
    }
    return offsets.toString();
  }

  private void runs() {
    text.append(
        """
        ## Runs

        A scaled return is (training return - returns.min) / (returns.max - returns.min), never below 0.

        """);
    text.append(
        Markdown.header(
            "run",
            "directory",
            "environment",
            "seed",
            "policies",
            "episodes",
            "diverged",
            "steps",
            "mean return",
            "scaled return",
            "returns.min, max",
            "survival bonus trains",
            "finished"));
    for (RunCard run : card.runs()) {
      RunCounts counts = run.counts();
      row(
          Markdown.escape(run.id()),
          Markdown.escape(run.directory()),
          Markdown.escape(run.environment()),
          Long.toString(run.seed()),
          Markdown.number(counts.policies()),
          Markdown.number(counts.episodes()),
          Markdown.number(counts.divergedEpisodes()),
          Markdown.number(counts.environmentSteps()),
          range(counts.lowestReturn(), counts.highestReturn()),
          range(counts.lowestScaledReturn(), counts.highestScaledReturn()),
          run.returns().min() + ", " + run.returns().max(),
          run.returns().survivalBonus().name().equals("INCLUDE") ? "yes" : "no",
          run.finished() ? "yes" : "no, up to iteration " + run.lastIteration());
    }
    text.append("\n");
  }

  private void beginnings() {
    text.append(
        "What they were begun with; `_card.json` has the rest, the whole configuration"
            + " included.\n\n");
    text.append(
        Markdown.header("run", "begun", "udrlpg-spark", "Spark", "MuJoCo", "Java", "processor"));
    for (RunCard run : card.runs()) {
      JsonNode versions = run.manifest().path("versions");
      row(
          Markdown.escape(run.id()),
          Markdown.escape(run.manifest().path("created").asText()),
          Markdown.escape(
              versions.path("udrlpg-spark").asText() + " " + versions.path("revision").asText()),
          Markdown.escape(versions.path("spark").asText()),
          Markdown.escape(versions.path("mujoco").asText()),
          Markdown.escape(versions.path("java").asText()),
          Markdown.escape(run.manifest().at("/cpu/model").asText()));
    }
    text.append("\n");
  }

  private void row(String... cells) {
    text.append(Markdown.row(List.of(cells)));
  }

  private static String range(double low, double high) {
    return low <= high ? Text.format("%.4g to %.4g", low, high) : "–";
  }
}
