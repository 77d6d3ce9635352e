package io.github.udrlpg.train;

import io.github.udrlpg.store.PolicyRow;
import java.util.List;
import java.util.function.Predicate;

/**
 * Adapts σ so that a given share of the perturbed policies does better than those without noise:
 * where more do, larger steps pay, and where fewer do, the noise breaks policies. The success rule
 * of evolution strategies (Rechenberg 1973: a fifth), smoothed as Kern et al. 2004 do: {@code σ ←
 * σ·exp((share − target) / (d·(1 − target)))}.
 *
 * @param initial σ at the start
 * @param target the share, in (0, 1)
 */
record NoiseAdaptation(double initial, double target) {
  /** d: how many iterations of full success make σ larger by a factor of e. */
  private static final double DAMPING = 5;

  /** σ stays within this factor of where it started. */
  private static final double RANGE = 20;

  /**
   * Returns σ for the next iteration.
   *
   * @param noise σ of the iteration that the rows are of
   * @param rows its policies, some with noise and some without
   */
  double next(double noise, List<PolicyRow> rows) {
    List<PolicyRow> perturbed = sound(rows, row -> row.noise() > 0);
    List<PolicyRow> reference = sound(rows, row -> row.noise() == 0);
    if (perturbed.isEmpty() || reference.isEmpty()) {
      return noise;
    }
    double bar = reference.stream().mapToDouble(PolicyRow::scaledReturn).average().orElseThrow();
    double share =
        perturbed.stream().filter(row -> row.scaledReturn() > bar).count()
            / (double) perturbed.size();
    double factor = Math.exp((share - target) / (DAMPING * (1 - target)));
    return Math.min(initial * RANGE, Math.max(initial / RANGE, noise * factor));
  }

  private static List<PolicyRow> sound(List<PolicyRow> rows, Predicate<PolicyRow> wanted) {
    return rows.stream().filter(TrainingState::isSound).filter(wanted).toList();
  }
}
