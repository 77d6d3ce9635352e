package io.github.udrlpg.algorithm;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.BufferEntry;
import io.github.udrlpg.generator.GeneratorState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link Udrlpg} has learned, as arrays and back.
 *
 * @param generator parameters and both moments of Adam
 * @param live what the live buffer holds of all policies, oldest first
 * @param covered what it holds of the covered range, oldest first
 * @param curve what the last quiet policies achieved, oldest first
 */
record UdrlpgState(
    GeneratorState generator,
    List<BufferEntry> live,
    List<BufferEntry> covered,
    List<RecentCurve.Point> curve) {
  private static final String STEPS = "generator_steps";
  private static final String PARAMETER = "generator.parameter.";
  private static final String FIRST_MOMENT = "generator.first_moment.";
  private static final String SECOND_MOMENT = "generator.second_moment.";
  private static final String AVERAGE = "generator.average.";
  private static final String LIVE = "live.";
  private static final String COVERED = "covered.";
  private static final String ITERATION = "iteration";
  private static final String POLICY = "policy";
  private static final String SCALED_RETURN = "scaled_return";
  private static final String CURVE_COMMANDS = "curve.command";
  private static final String CURVE_RETURNS = "curve.scaled_return";

  LearnerState toLearnerState() {
    Map<String, Object> arrays = new LinkedHashMap<>();
    generator.parameters().forEach((name, values) -> arrays.put(PARAMETER + name, values));
    generator.firstMoments().forEach((name, values) -> arrays.put(FIRST_MOMENT + name, values));
    generator.secondMoments().forEach((name, values) -> arrays.put(SECOND_MOMENT + name, values));
    generator.averages().forEach((name, values) -> arrays.put(AVERAGE + name, values));
    put(arrays, LIVE, live);
    put(arrays, COVERED, covered);
    arrays.put(CURVE_COMMANDS, curve.stream().mapToDouble(RecentCurve.Point::command).toArray());
    arrays.put(CURVE_RETURNS, curve.stream().mapToDouble(RecentCurve.Point::achieved).toArray());
    return new LearnerState(arrays, Map.of(STEPS, generator.steps()));
  }

  /**
   * @throws InvalidInputException if these are not the arrays of such a learner
   */
  static UdrlpgState of(LearnerState state) {
    Map<String, Object> arrays = state.arrays();
    if (!state.counters().containsKey(STEPS) || !arrays.containsKey(LIVE + POLICY)) {
      throw new InvalidInputException(
          "Cannot resume: the checkpoint was written by another learner than "
              + Udrlpg.NAME
              + "; set training.learner as it was");
    }
    return new UdrlpgState(
        new GeneratorState(
            state.counters().get(STEPS),
            floats(arrays, PARAMETER),
            floats(arrays, FIRST_MOMENT),
            floats(arrays, SECOND_MOMENT),
            floats(arrays, AVERAGE)),
        entries(arrays, LIVE),
        // Older checkpoints know of no covered range, and have no curve.
        arrays.containsKey(COVERED + POLICY) ? entries(arrays, COVERED) : List.of(),
        arrays.containsKey(CURVE_COMMANDS) ? curve(arrays) : List.of());
  }

  private static void put(Map<String, Object> arrays, String name, List<BufferEntry> entries) {
    arrays.put(name + ITERATION, entries.stream().mapToInt(BufferEntry::iteration).toArray());
    arrays.put(name + POLICY, entries.stream().mapToInt(BufferEntry::policy).toArray());
    arrays.put(
        name + SCALED_RETURN, entries.stream().mapToDouble(BufferEntry::scaledReturn).toArray());
  }

  private static List<BufferEntry> entries(Map<String, Object> arrays, String name) {
    int[] iterations = (int[]) arrays.get(name + ITERATION);
    int[] policies = (int[]) arrays.get(name + POLICY);
    double[] returns = (double[]) arrays.get(name + SCALED_RETURN);
    List<BufferEntry> entries = new ArrayList<>(iterations.length);
    for (int i = 0; i < iterations.length; i++) {
      entries.add(new BufferEntry(iterations[i], policies[i], returns[i]));
    }
    return entries;
  }

  private static List<RecentCurve.Point> curve(Map<String, Object> arrays) {
    double[] commands = (double[]) arrays.get(CURVE_COMMANDS);
    double[] achieved = (double[]) arrays.get(CURVE_RETURNS);
    List<RecentCurve.Point> points = new ArrayList<>(commands.length);
    for (int i = 0; i < commands.length; i++) {
      points.add(new RecentCurve.Point(commands[i], achieved[i]));
    }
    return points;
  }

  private static Map<String, float[]> floats(Map<String, Object> arrays, String prefix) {
    Map<String, float[]> named = new LinkedHashMap<>();
    arrays.forEach(
        (name, values) -> {
          if (name.startsWith(prefix)) {
            named.put(name.substring(prefix.length()), (float[]) values);
          }
        });
    return named;
  }
}
