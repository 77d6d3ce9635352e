package io.github.udrlpg.rollout;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the policies of an iteration are generated for, and how they are perturbed.
 *
 * @param commands the distinct commands, as scaled returns
 * @param turns which of them the policies get, in turn, by their places
 * @param perturbation the noise of each policy
 */
public record Assignment(List<Double> commands, List<Integer> turns, Perturbation perturbation)
    implements Serializable {

  /** Copies the lists. */
  public Assignment {
    commands = List.copyOf(commands);
    turns = List.copyOf(turns);
  }

  /** Returns the assignment in which policies take the commands in turn. */
  public static Assignment inTurn(List<Double> commands, Perturbation perturbation) {
    return new Assignment(
        commands, IntStream.range(0, commands.size()).boxed().toList(), perturbation);
  }

  /** Returns which of the commands policy {@code policy} gets. */
  public int turn(int policy) {
    return turns.get(policy % turns.size());
  }

  /**
   * Mixes two assignments evenly, so that an iteration that the budget cuts short has its share of
   * both.
   *
   * @param policies how many policies there are
   * @param others how many of them take their turns of {@code other}, at most {@code policies}
   */
  public Assignment mixedWith(Assignment other, int others, int policies) {
    List<Double> mixedCommands = new ArrayList<>(commands);
    mixedCommands.addAll(other.commands);
    List<Integer> mixedTurns = new ArrayList<>(policies);
    List<Double> noises = new ArrayList<>(policies);
    for (int policy = 0; policy < policies; policy++) {
      int othersBefore = (int) ((long) policy * others / policies);
      boolean isOther = (int) ((policy + 1L) * others / policies) > othersBefore;
      Assignment source = isOther ? other : this;
      int place = isOther ? othersBefore : policy - othersBefore;
      int turn = source.turns.get(place % source.turns.size());
      mixedTurns.add(isOther ? commands.size() + turn : turn);
      noises.add(source.perturbation.noise(place));
    }
    return new Assignment(mixedCommands, mixedTurns, new Perturbation(noises));
  }
}
