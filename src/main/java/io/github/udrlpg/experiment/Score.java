package io.github.udrlpg.experiment;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.text.NearestName;
import io.github.udrlpg.text.Text;
import java.util.Arrays;
import java.util.List;

/** A number by which runs are compared. */
public enum Score {
  /** Mean return of the final evaluation. */
  FINAL("final", "final return", true),
  /** Highest mean return of any evaluation at the highest command. */
  BEST("best", "best evaluation", true),
  /** Mean of the learning curve over the budget of environment steps. */
  AUC("auc", "area under the curve", true),
  /** Mean distance between commanded and achieved returns in the last extensive evaluation. */
  IDENTITY_ERROR("identity-error", "identity error", false),
  /**
   * Root mean square of the misses in the last extensive evaluation over the scale of returns, of
   * commands through the calibration where the run has one.
   */
  OBEDIENCE("obedience", "obedience error (nRMSE)", false),
  /**
   * Both together: the mean return of the final evaluation on the run's own scale, where {@code
   * returns.min} is 0 and {@code returns.max} 1, less {@link #OBEDIENCE}. Both parts are shares of
   * one range, so a hundredth of it more return is worth a hundredth more of error. The return is
   * the one that training counts, which is what the scale is of: without the survival bonus where
   * that is excluded. It may be above 1, or below 0. NaN where a run lacks either part.
   */
  RETURN_AND_OBEDIENCE("return-and-obedience", "return and obedience", true);

  private final String key;
  private final String title;
  private final boolean higherIsBetter;

  Score(String key, String title, boolean higherIsBetter) {
    this.key = key;
    this.title = title;
    this.higherIsBetter = higherIsBetter;
  }

  /** Returns the word that options and JSON call it by. */
  public String key() {
    return key;
  }

  /** Returns what people call it. */
  public String title() {
    return title;
  }

  /** Returns whether more of it is better. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** Returns the score of a run; NaN where the run has none. */
  public double of(RunScores run) {
    return switch (this) {
      case FINAL -> run.finalReturn();
      case BEST -> run.bestReturn();
      case AUC -> run.areaUnderCurve();
      case IDENTITY_ERROR -> run.identityError();
      case OBEDIENCE -> run.obedience().inUse().map(IdentityMetrics::nrmse).orElse(Double.NaN);
      case RETURN_AND_OBEDIENCE -> run.scaledFinalReturn() - OBEDIENCE.of(run);
    };
  }

  /**
   * Returns the score that a word names.
   *
   * @param where what messages call the place of the word
   * @throws InvalidInputException if there is none
   */
  public static Score named(String word, String where) {
    List<String> keys = Arrays.stream(values()).map(Score::key).toList();
    if (!keys.contains(word)) {
      throw new InvalidInputException(
          Text.format(
              "%s must be one of %s, found '%s'.%s",
              where, String.join(", ", keys), word, NearestName.hint(word, keys)));
    }
    return values()[keys.indexOf(word)];
  }
}
