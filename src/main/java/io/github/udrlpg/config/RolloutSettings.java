package io.github.udrlpg.config;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Group {@code rollout}: what an iteration rolls out, and under which commands.
 *
 * @param policiesPerIteration policies that an iteration rolls out
 * @param episodesPerPolicy episodes of each of them
 * @param noise standard deviation of the Gaussian noise on every weight
 * @param noiseAtTop the σ where the highest scaled return has come to 1; empty for one σ
 * @param noiseSpread factor between the smallest or the largest σ of an iteration and {@code noise}
 * @param confirmationEpisodes further episodes of a policy whose return is high
 * @param confirmationShare the share of the highest return above which a return is high
 * @param command what is commanded
 * @param commands the scaled returns that {@link Command#FIXED} takes in turn; else empty
 * @param distinctCommands how many commands an iteration of {@link Command#SEEN_RANGE} draws
 * @param partitions Spark partitions of an iteration; empty for as many as run at once
 */
public record RolloutSettings(
    int policiesPerIteration,
    int episodesPerPolicy,
    double noise,
    OptionalDouble noiseAtTop,
    double noiseSpread,
    int confirmationEpisodes,
    double confirmationShare,
    Command command,
    List<Double> commands,
    int distinctCommands,
    OptionalInt partitions) {

  /** What is commanded in training. */
  public enum Command {
    /** The highest scaled return seen so far. */
    HIGHEST_SEEN,
    /** The highest scaled return in the live buffer: what is forgotten is not commanded. */
    HIGHEST_LIVE,
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
        .positiveNumber("noise-at-top", noiseAtTop.orElse(1))
        .that(
            noiseAtTop.isEmpty() || noise > 0,
            "noise-at-top",
            "needs a rollout.noise above 0",
            noiseAtTop.orElse(0),
            "noise")
        .that(
            noiseSpread >= 1 && Double.isFinite(noiseSpread),
            "noise-spread",
            "must be a finite number from 1",
            noiseSpread)
        .atLeast(0, "confirmation-episodes", confirmationEpisodes)
        .that(
            confirmationShare >= 0 && confirmationShare <= 1,
            "confirmation-share",
            "must be a number from 0 to 1",
            confirmationShare)
        .that(
            commands.stream().allMatch(c -> c >= 0 && Float.isFinite(c.floatValue())),
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

  /**
   * Returns the σ for a run that has come so far: noise · (at top / noise)^highest.
   *
   * @param highest the highest scaled return that counts, seen or live
   */
  public double noise(double highest) {
    double progress = Math.min(1, Math.max(0, highest));
    return noiseAtTop.isEmpty()
        ? noise
        : noise * Math.pow(noiseAtTop.getAsDouble() / noise, progress);
  }

  static RolloutSettings read(GroupReader reader) {
    return new RolloutSettings(
        reader.integer("policies-per-iteration"),
        reader.integer("episodes-per-policy"),
        reader.number("noise"),
        reader.numberOr("off", "noise-at-top"),
        reader.number("noise-spread"),
        reader.integer("confirmation-episodes"),
        reader.number("confirmation-share"),
        reader.choice("command", Command.class),
        reader.numbers("commands"),
        reader.integer("distinct-commands"),
        reader.integerOr("auto", "partitions"));
  }
}
