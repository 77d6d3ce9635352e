package io.github.udrlpg.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.net.URL;

/**
 * Finds included files next to the including one, and fails where HOCON itself would carry on
 * without the file: a run must not start with half of its configuration.
 */
final class StrictIncluder
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  /**
   * @throws ConfigException if there is no such file, or the including text is not a local file
   */
  @Override
  public ConfigObject include(ConfigIncludeContext context, String name) {
    ConfigParseable nested = context.relativeTo(name);
    // Where no file is found the library offers a resource of the class path, which has no file.
    if (nested == null || nested.origin().filename() == null) {
      throw failure(name, "no local file of that name stands beside the including one");
    }
    return nested.parse(nested.options().setAllowMissing(false));
  }

  /**
   * @throws ConfigException if there is no such file
   */
  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File file) {
    if (!file.isFile()) {
      throw failure(file.toString(), "there is no such file");
    }
    return ConfigFactory.parseFile(file, context.parseOptions().setOriginDescription(null)).root();
  }

  /**
   * @throws ConfigException always
   */
  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL address) {
    throw failure(address.toString(), "only local files can be included");
  }

  /**
   * @throws ConfigException always
   */
  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String resource) {
    throw failure(resource, "only local files can be included");
  }

  private static ConfigException failure(String what, String reason) {
    return new ConfigException.Generic("cannot include \"" + what + "\": " + reason);
  }
}
