package io.github.udrlpg.algorithm;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.NearestName;
import io.github.udrlpg.text.Text;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * All learners: the built-in ones and those of every {@link LearnerProvider} that the context class
 * loader of the calling thread sees.
 */
public final class Learners {
  private Learners() {}

  /**
   * Returns the provider of a learner.
   *
   * @throws InvalidInputException if there is none of the name, or two
   */
  public static LearnerProvider provider(String name) {
    Map<String, LearnerProvider> byName = new TreeMap<>();
    register(new Udrlpg.Provider(), byName);
    try {
      ServiceLoader.load(LearnerProvider.class).forEach(found -> register(found, byName));
    } catch (ServiceConfigurationError e) {
      throw new InvalidInputException(
          "Cannot load a learner that is named on the class path: " + e.getMessage(), e);
    }
    LearnerProvider provider = byName.get(name);
    if (provider == null) {
      throw new InvalidInputException(
          Text.format(
              "training.learner: unknown learner '%s'.%s Known are: %s",
              name, NearestName.hint(name, byName.keySet()), String.join(", ", byName.keySet())));
    }
    return provider;
  }

  private static void register(LearnerProvider provider, Map<String, LearnerProvider> byName) {
    LearnerProvider other = byName.putIfAbsent(provider.name(), provider);
    if (other != null) {
      throw new InvalidInputException(
          Text.format(
              "Learner '%s' is provided twice, by %s and %s: give one of them another name",
              provider.name(), other.getClass().getName(), provider.getClass().getName()));
    }
  }
}
