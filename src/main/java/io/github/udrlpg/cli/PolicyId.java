package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.harness.RunPolicies;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a user names a stored policy: {@code ITERATION-INDEX}. */
final class PolicyId {
  private static final Pattern ID = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})");

  private PolicyId() {}

  /**
   * Returns the policy of a run that a user named.
   *
   * @throws InvalidInputException if it is no name, or the run holds no such policy
   */
  static StoredPolicy find(RunPolicies policies, String policy) throws IOException {
    Matcher id = ID.matcher(policy);
    if (!id.matches()) {
      throw new InvalidInputException(
          Text.format("--policy must be ITERATION-INDEX, for example 12-3, found '%s'", policy));
    }
    return policies
        .find(Integer.parseInt(id.group(1)), Integer.parseInt(id.group(2)))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Text.format(
                            "The run holds no policy %s: choose one by the columns iteration and"
                                + " policy",
                            policy)
                        + " of its dataset"));
  }
}
