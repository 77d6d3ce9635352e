package io.github.udrlpg.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Loads a configuration: overrides from the command line stand over the user's text, which stands
 * over the defaults of {@code reference.conf}.
 */
public final class ConfigLoader {
  private static final String REFERENCE = "reference.conf";

  private ConfigLoader() {}

  /**
   * A configuration that passed every check.
   *
   * @param settings the values
   * @param json every key as JSON on one line, the same text for the same settings however they
   *     were written; loading it gives the same settings
   * @param hocon the same for people, in HOCON on many lines
   */
  public record Loaded(Settings settings, String json, String hocon) {}

  /**
   * Loads a local file, which may include others beside it.
   *
   * @param overrides {@code key=value} each, the value in HOCON; later ones win
   * @throws InvalidInputException naming everything that is wrong, and where it was written
   */
  public static Loaded load(Path file, List<String> overrides) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new InvalidInputException(
          "Cannot read configuration " + file + ": there is no readable file of that name");
    }
    return load(
        file.toString(),
        options -> ConfigFactory.parseFile(file.toAbsolutePath().toFile(), options),
        overrides);
  }

  /**
   * Loads a text, wherever it came from.
   *
   * @param name what messages call the text
   * @param overrides {@code key=value} each, the value in HOCON; later ones win
   * @throws InvalidInputException naming everything that is wrong, and where it was written
   */
  public static Loaded load(String text, String name, List<String> overrides) {
    return load(name, options -> ConfigFactory.parseString(text, options), overrides);
  }

  /**
   * Loads what a parser gives.
   *
   * @param name what messages call it
   */
  static Loaded load(
      String name, Function<ConfigParseOptions, Config> parser, List<String> overrides) {
    return notTooDeep(name, () -> loadAll(name, parser, overrides));
  }

  /**
   * Reads what may be nested deeper than the recursion of parsers goes.
   *
   * @throws InvalidInputException if it is
   */
  static <T> T notTooDeep(String name, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (StackOverflowError e) {
      throw new InvalidInputException(
          Text.format(
                  "Invalid configuration %s: groups or lists stand in one another too deeply to be"
                      + " read.",
                  name)
              + " No key needs more than a group in a group, such as generator.tile",
          e);
    }
  }

  private static Loaded loadAll(
      String name, Function<ConfigParseOptions, Config> parser, List<String> overrides) {
    Problems problems = new Problems();
    Config written = parse(name, parser, problems);
    for (String override : overrides) {
      written = parseOverride(override, problems).withFallback(written);
    }
    Config reference = reference();
    KnownKeys keys = new KnownKeys(reference);
    ConfigObject resolved = RetiredKeys.drop(resolve(written, reference, name, problems), problems);
    keys.check(resolved, problems);
    SettingsReader reader = new SettingsReader(keys, resolved, problems);
    Optional<Settings> settings = reader.read();
    problems.throwIfAny(name);
    return new Loaded(settings.orElseThrow(), reader.json(), reader.hocon());
  }

  /** Returns the defaults; each value carries its comment. */
  static Config reference() {
    try (InputStream stream = ConfigLoader.class.getResourceAsStream(REFERENCE)) {
      if (stream == null) {
        throw new IllegalStateException(
            "Resource io/github/udrlpg/config/" + REFERENCE + " is missing from the jar");
      }
      Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
      return ConfigFactory.parseReader(reader, options(REFERENCE));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + REFERENCE + " from the jar", e);
    }
  }

  private static Config parse(
      String name, Function<ConfigParseOptions, Config> parser, Problems problems) {
    try {
      return parser.apply(options(name));
    } catch (ConfigException e) {
      problems.addUnreadable(name, e);
      return ConfigFactory.empty();
    }
  }

  private static Config parseOverride(String override, Problems problems) {
    String name = Problems.OVERRIDE + " " + override;
    return parse(
        name,
        options -> {
          Config parsed = ConfigFactory.parseString(override, options);
          if (parsed.isEmpty()) {
            throw new ConfigException.Generic("'" + override + "' sets no key: write key=value");
          }
          return parsed;
        },
        problems);
  }

  private static ConfigObject resolve(
      Config written, Config reference, String name, Problems problems) {
    try {
      return written.resolveWith(written.withFallback(reference).resolve()).root();
    } catch (ConfigException e) {
      problems.addUnreadable(name, e);
      return ConfigFactory.empty().root();
    }
  }

  static ConfigParseOptions options(String name) {
    return ConfigParseOptions.defaults()
        .setOriginDescription(name)
        .setSyntax(ConfigSyntax.CONF)
        .setAllowMissing(false)
        .setIncluder(new StrictIncluder());
  }
}
