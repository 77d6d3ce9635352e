package io.github.udrlpg.buffer;

import io.github.udrlpg.text.Text;

/**
 * A stored policy as the buffer knows it: where its row is and what it achieved.
 *
 * @param iteration the iteration that rolled the policy out
 * @param policy the policy's index in that iteration
 * @param scaledReturn what it achieved, 0 at the lowest and 1 at the highest expected return; may
 *     exceed 1
 */
public record BufferEntry(int iteration, int policy, double scaledReturn) {

  /**
   * @throws IllegalArgumentException if the return is negative or not finite
   */
  public BufferEntry {
    if (!(scaledReturn >= 0) || Double.isInfinite(scaledReturn)) {
      throw new IllegalArgumentException(
          Text.format(
              "scaledReturn must be finite and at least 0, found %s for policy %d of iteration %d",
              scaledReturn, policy, iteration));
    }
  }
}
