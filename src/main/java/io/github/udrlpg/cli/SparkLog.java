package io.github.udrlpg.cli;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * What Spark tells of tasks that fail. The jobs' own logging, {@code jobs/lib/log4j2.properties},
 * silences it: fifty lines of stack traces before the one message that says the same. Other
 * configurations, such as a cluster's, stay as they are.
 */
final class SparkLog {
  private static final List<String> TELL_OF_TASKS =
      List.of(
          "org.apache.spark.executor.Executor",
          "org.apache.spark.scheduler.TaskSetManager",
          "org.apache.spark.scheduler.DAGScheduler",
          "org.apache.spark.scheduler.TaskSchedulerImpl");

  private SparkLog() {}

  /** Lets Spark tell of failing tasks where it was silenced. */
  static void tellOfTasks() {
    try {
      for (String logger : TELL_OF_TASKS) {
        if (LogManager.getLogger(logger).getLevel().equals(Level.OFF)) {
          Configurator.setLevel(logger, Level.ERROR);
        }
      }
    } catch (LinkageError e) {
      // A Spark with another logging has nothing of ours to undo.
    }
  }
}
