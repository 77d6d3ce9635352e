package io.github.udrlpg.env;

import java.util.Collection;

/**
 * Adds environments, found by {@link java.util.ServiceLoader}: name the implementation in {@code
 * META-INF/services/io.github.udrlpg.env.EnvironmentProvider} of a jar on the class path of driver
 * and executors.
 */
public interface EnvironmentProvider {

  /** Returns the ids of the environments that this provider creates. */
  Collection<String> ids();

  /**
   * Creates an environment.
   *
   * @param id one of {@link #ids}
   */
  Environment create(String id);

  /**
   * Returns what is known of an environment without running it. A provider whose environments are
   * expensive to create overrides this.
   *
   * @param id one of {@link #ids}
   */
  default EnvironmentSpec spec(String id) {
    Environment environment = Environments.create(this, id);
    try {
      return environment.spec();
    } finally {
      Environments.close(environment);
    }
  }
}
