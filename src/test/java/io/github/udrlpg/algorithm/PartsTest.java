package io.github.udrlpg.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.buffer.BufferEntry;
import io.github.udrlpg.buffer.ReplayBuffer;
import io.github.udrlpg.config.BufferSettings;
import io.github.udrlpg.config.RolloutSettings;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every choice of the configuration has its method: a constant without one does not compile in
 * {@link Parts}, and one that does nothing fails here.
 */
class PartsTest {
  private static final List<Double> RETURNS = List.of(0.1, 0.12, 0.5, 0.9);

  @ParameterizedTest
  @EnumSource(BufferSettings.Weighting.class)
  void everyWeightingDraws(BufferSettings.Weighting weighting) {
    Settings settings = settings("buffer.weighting", weighting);
    ReplayBuffer buffer = Parts.replayBuffer(settings.buffer());
    for (int i = 0; i < RETURNS.size(); i++) {
      buffer.offer(new BufferEntry(0, i, RETURNS.get(i)));
    }

    List<Double> drawn =
        buffer.sample(200, Seeds.random(1)).stream().map(BufferEntry::scaledReturn).toList();

    assertThat(drawn).isSubsetOf(RETURNS).contains(0.9);
    if (weighting == BufferSettings.Weighting.MAX) {
      assertThat(drawn).containsOnly(0.9);
    } else {
      assertThat(drawn).contains(0.5);
    }
  }

  @ParameterizedTest
  @EnumSource(BufferSettings.Kind.class)
  void everyKindOfBufferKeepsWhatItIsGiven(BufferSettings.Kind kind) {
    ReplayBuffer buffer = Parts.replayBuffer(settings("buffer.kind", kind).buffer());
    for (int i = 0; i < RETURNS.size(); i++) {
      buffer.offer(new BufferEntry(0, i, RETURNS.get(i)));
    }

    assertThat(buffer.entries()).extracting(BufferEntry::scaledReturn).isEqualTo(RETURNS);
  }

  @ParameterizedTest
  @EnumSource(RolloutSettings.Command.class)
  void everyCommandStrategyAsksWithinWhatWasSeen(RolloutSettings.Command command) {
    String key = "rollout.command";
    Settings settings =
        command == RolloutSettings.Command.FIXED
            ? Runs.tiny(assignment(key, command), "rollout.commands=[0.3, 0.6]").settings()
            : settings(key, command);

    List<Double> commands =
        Parts.commandStrategy(settings.rollout()).commands(0.2, 0.7, Seeds.random(2));

    assertThat(commands).isNotEmpty().allMatch(asked -> asked >= 0.2 && asked <= 0.7);
  }

  private static Settings settings(String key, Enum<?> value) {
    return Runs.tiny(assignment(key, value)).settings();
  }

  private static String assignment(String key, Enum<?> value) {
    return Text.format("%s=%s", key, value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
