package io.github.udrlpg.env;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.NearestName;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * All environments: the built-in ones and those of every {@link EnvironmentProvider} that the
 * context class loader of the calling thread sees, which on Spark includes jars given with {@code
 * --jars}.
 *
 * <p>Providers are looked up anew at every call; create environments for a batch of episodes, not
 * for each one.
 */
public final class Environments {
  private Environments() {}

  /** Returns the ids of all environments, sorted. */
  public static List<String> ids() {
    return List.copyOf(providers().keySet());
  }

  /**
   * Returns what is known of an environment; for a built-in one without loading MuJoCo.
   *
   * @throws InvalidInputException if the id is unknown or a provider is broken
   */
  public static EnvironmentSpec spec(String id) {
    EnvironmentProvider provider = provider(id);
    return require(provider.spec(id), provider, Text.format("spec(\"%s\")", id));
  }

  /**
   * Creates an environment.
   *
   * @throws InvalidInputException if the id is unknown or a provider is broken
   */
  public static Environment create(String id) {
    return create(provider(id), id);
  }

  static Environment create(EnvironmentProvider provider, String id) {
    return require(provider.create(id), provider, Text.format("create(\"%s\")", id));
  }

  private static <T> T require(T made, EnvironmentProvider provider, String call) {
    if (made == null) {
      throw new InvalidInputException(
          Text.format(
              "The environment provider %s is broken: its %s is null",
              provider.getClass().getName(), call));
    }
    return made;
  }

  /**
   * Closes an environment.
   *
   * @throws IllegalStateException naming its class, if it fails to
   */
  public static void close(Environment environment) {
    try {
      environment.close();
    } catch (CloseFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CloseFailure(
          Text.format("The environment %s failed in its close()", environment.getClass().getName()),
          e);
    }
  }

  /** One environment may close another, whose name is the one that helps. */
  private static final class CloseFailure extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    CloseFailure(String message, RuntimeException cause) {
      super(message, cause);
    }
  }

  private static EnvironmentProvider provider(String id) {
    Map<String, EnvironmentProvider> providers = providers();
    EnvironmentProvider provider = providers.get(id);
    if (provider == null) {
      MujocoEnvironments.refusal(id)
          .ifPresent(
              reason -> {
                throw new InvalidInputException(reason);
              });
      throw new InvalidInputException(
          Text.format(
              "Unknown environment '%s'.%s Known are: %s.",
              id, NearestName.hint(id, providers.keySet()), String.join(", ", providers.keySet())));
    }
    return provider;
  }

  private static Map<String, EnvironmentProvider> providers() {
    Map<String, EnvironmentProvider> byId = new TreeMap<>();
    register(new MujocoEnvironments(), byId);
    try {
      for (EnvironmentProvider provider : ServiceLoader.load(EnvironmentProvider.class)) {
        register(provider, byId);
      }
    } catch (ServiceConfigurationError e) {
      throw new InvalidInputException(
          "Cannot load an environment provider that is named on the class path: " + e.getMessage(),
          e);
    }
    return byId;
  }

  private static void register(
      EnvironmentProvider provider, Map<String, EnvironmentProvider> byId) {
    for (String id : require(provider.ids(), provider, "ids()")) {
      require(id, provider, "ids() has an element that");
      EnvironmentProvider other = byId.putIfAbsent(id, provider);
      if (other != null) {
        throw new InvalidInputException(
            Text.format(
                "Environment '%s' is provided twice, by %s and %s: give one of them another id.",
                id, other.getClass().getName(), provider.getClass().getName()));
      }
    }
  }
}
