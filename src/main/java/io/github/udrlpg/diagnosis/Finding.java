package io.github.udrlpg.diagnosis;

import io.github.udrlpg.metrics.DiagnosisMetrics;
import io.github.udrlpg.text.Text;

/**
 * A signature that came to stand.
 *
 * @param row the evaluation that confirmed it
 */
public record Finding(Signature signature, DiagnosisMetrics row) {

  /** Returns what it means and what to do, as sentences; the same whenever it is asked for. */
  public String message() {
    return Text.format(
        "%s at %,d environment steps: %s. %s.",
        signature.title(), row.envSteps(), signature.meaning(row), signature.advice());
  }
}
