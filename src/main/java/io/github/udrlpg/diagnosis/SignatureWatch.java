package io.github.udrlpg.diagnosis;

import io.github.udrlpg.metrics.DiagnosisMetrics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Follows the diagnoses of a run. A signature stands once {@value #IN_A_ROW} evaluations in a row
 * show it, and is gone once as many in a row do not: the first evaluations of a good run show some
 * of them too, and single ones always may.
 */
public final class SignatureWatch {
  /** Evaluations that have to agree. */
  public static final int IN_A_ROW = 3;

  private final Map<Signature, Finding> standing = new EnumMap<>(Signature.class);
  private final Map<Signature, Integer> disagreeing = new EnumMap<>(Signature.class);
  private final List<Finding> findings = new ArrayList<>();

  /** Returns a watch that has seen the rows of a run, in their order. */
  public static SignatureWatch of(List<DiagnosisMetrics> rows) {
    SignatureWatch watch = new SignatureWatch();
    rows.forEach(watch::next);
    return watch;
  }

  /**
   * Takes in the next evaluation.
   *
   * @return what stands from now on and did not before
   */
  public List<Finding> next(DiagnosisMetrics row) {
    List<Finding> appeared = new ArrayList<>();
    for (Signature signature : Signature.values()) {
      if (signature.shows(row) == standing.containsKey(signature)) {
        disagreeing.remove(signature);
      } else if (disagreeing.merge(signature, 1, Integer::sum) == IN_A_ROW) {
        disagreeing.remove(signature);
        Finding ended = standing.remove(signature);
        if (ended == null) {
          Finding finding = new Finding(signature, row);
          standing.put(signature, finding);
          findings.add(finding);
          appeared.add(finding);
        }
      }
    }
    return appeared;
  }

  /** Returns everything that ever stood, in the order it appeared. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Returns whether a signature stands now. */
  public boolean stands(Signature signature) {
    return standing.containsKey(signature);
  }
}
