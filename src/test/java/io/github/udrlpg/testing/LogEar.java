package io.github.udrlpg.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Hears everything that is logged at level DEBUG, and keeps who said one of some words. */
public final class LogEar implements AutoCloseable {
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final Map<String, Set<String>> speakers;
  private volatile long events;

  /** Begins to listen; nothing is printed meanwhile. */
  public LogEar(String... words) {
    speakers =
        Arrays.stream(words)
            .collect(
                Collectors.toMap(
                    word -> word,
                    word -> new ConcurrentSkipListSet<>(),
                    (a, b) -> a,
                    TreeMap::new));
    LoggerConfig root = context.getConfiguration().getRootLogger();
    root.getAppenders().keySet().forEach(root::removeAppender);
    Appender appender = new Appender();
    appender.start();
    root.addAppender(appender, Level.DEBUG, null);
    Configurator.setRootLevel(Level.DEBUG);
    // It repeats every byte that is sent, objects included, which are searched on their own.
    Configurator.setLevel("org.apache.http.wire", Level.INFO);
  }

  /** Returns the loggers that said a word. */
  public Set<String> speakersOf(String word) {
    return speakers.get(word);
  }

  /** Returns how much was heard. */
  public long events() {
    return events;
  }

  /** Restores what the settings of the tests say. */
  @Override
  public void close() {
    context.reconfigure();
  }

  private final class Appender extends AbstractAppender {
    Appender() {
      super("ear", null, null, false, Property.EMPTY_ARRAY);
    }

    @Override
    public synchronized void append(LogEvent event) {
      events++;
      hear(event.getLoggerName(), event.getMessage().getFormattedMessage());
      for (Throwable e = event.getThrown(); e != null; e = e.getCause()) {
        hear(event.getLoggerName(), e.toString());
      }
    }

    private void hear(String speaker, String message) {
      speakers.forEach(
          (word, said) -> {
            if (message.contains(word)) {
              said.add(speaker);
            }
          });
    }
  }
}
