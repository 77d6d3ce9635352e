package io.github.udrlpg.config;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Group {@code rollout}: what an iteration rolls out, and under which commands.
 *
 * @param policiesPerIteration policies that an iteration rolls out
 * @param episodesPerPolicy episodes of each of them
 * @param noise standard deviation of the Gaussian noise on every weight
 * @param command what is commanded
 * @param commands the scaled returns that {@link Command#FIXED} takes in turn; else empty
 * @param distinctCommands how many commands an iteration of {@link Command#SEEN_RANGE} draws
 * @param partitions Spark partitions of an iteration; empty for as many as run at once
 */
public record RolloutSettings(
    int policiesPerIteration,
    int episodesPerPolicy,
    double noise,
    Command command,
    List<Double> commands,
    int distinctCommands,
    OptionalInt partitions) {

  /** What is commanded in training. */
  public enum Command {
    /** The highest scaled return seen so far. */
    HIGHEST_SEEN,
    /** Drawn uniformly between the lowest and the highest scaled return seen so far. */
    SEEN_RANGE,
    /** The listed commands, in turn. */
    FIXED
  }

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public RolloutSettings {
    Objects.requireNonNull(command, "command");
    commands = List.copyOf(commands);
    Rules.of("rollout")
        .positive("policies-per-iteration", policiesPerIteration)
        .positive("episodes-per-policy", episodesPerPolicy)
        .numberFromZero("noise", noise)
        .that(
            commands.stream().allMatch(c -> c >= 0 && Double.isFinite(c)),
            "commands",
            "must be finite scaled returns from 0",
            commands)
        .that(
            command != Command.FIXED || !commands.isEmpty(),
            "commands",
            "must list at least one scaled return where rollout.command is fixed",
            commands,
            "command")
        .that(
            command == Command.FIXED || commands.isEmpty(),
            "commands",
            "must be empty unless rollout.command is fixed",
            commands,
            "command")
        .positive("distinct-commands", distinctCommands)
        .positive("partitions", partitions.orElse(1))
        .check();
  }

  static RolloutSettings read(GroupReader reader) {
    return new RolloutSettings(
        reader.integer("policies-per-iteration"),
        reader.integer("episodes-per-policy"),
        reader.number("noise"),
        reader.choice("command", Command.class),
        reader.numbers("commands"),
        reader.integer("distinct-commands"),
        reader.integerOr("auto", "partitions"));
  }
}
