package io.github.udrlpg.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.github.udrlpg.env.Mjcf;
import io.github.udrlpg.metrics.WorkCounters;
import io.github.udrlpg.spark.RunGauges.Values;
import io.github.udrlpg.text.Text;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this program's metrics into Spark's metrics system, under {@code plugin.} and this class'
 * name: {@code run.*} on the driver, the state of the run it trains, and {@code tasks.*} on every
 * executor, the work it has done. docs/clusters.md lists them.
 *
 * <p>Executors format numbers as the driver does from here on, whatever their machine's language,
 * and read models from files by the settings that Spark was given for Hadoop.
 *
 * <p>Metrics must never end a run: what cannot be registered is missing, and a warning says so.
 */
public final class RolloutPlugin implements SparkPlugin {
  private static final String KEY = "spark.plugins";

  /** What Spark calls an executor that is in the driver's process. */
  private static final String DRIVER = "driver";

  private static final Logger LOG = LoggerFactory.getLogger(RolloutPlugin.class);

  /** Adds the plugin to those of an application that is yet to start. */
  public static void addTo(SparkConf conf) {
    String others = conf.get(KEY, "");
    if (!others.contains(RolloutPlugin.class.getName())) {
      conf.set(KEY, (others.isBlank() ? "" : others + ",") + RolloutPlugin.class.getName());
    }
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new OnDriver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new OnExecutor();
  }

  private static final class OnDriver implements DriverPlugin {
    @Override
    public void registerMetrics(String appId, PluginContext context) {
      registerQuietly("driver", () -> RolloutPlugin.registerRun(context.metricRegistry()));
    }
  }

  private static final class OnExecutor implements ExecutorPlugin {
    @Override
    public void init(PluginContext context, Map<String, String> ofDriver) {
      // One that shares its process with the driver leaves that to whoever started the process.
      if (!context.executorID().equals(DRIVER)) {
        Text.formatAsEverywhere();
      }
      Mjcf.readFilesBy(() -> SparkHadoopUtil.get().newConfiguration(context.conf()));
      registerQuietly(
          "executor " + context.executorID(),
          () -> RolloutPlugin.registerTasks(context.metricRegistry()));
    }
  }

  static void registerQuietly(String where, Runnable registration) {
    try {
      registration.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("The metrics of udrlpg-spark are missing on {}", where, e);
    }
  }

  static void registerTasks(MetricRegistry registry) {
    register(registry, "tasks.policies", WorkCounters::policies);
    register(registry, "tasks.episodes", WorkCounters::episodes);
    register(registry, "tasks.environmentSteps", WorkCounters::environmentSteps);
    register(registry, "tasks.simulationWarnings", WorkCounters::divergedEpisodes);
    register(registry, "tasks.rolloutSeconds", WorkCounters::rolloutSeconds);
    register(registry, "tasks.updates", WorkCounters::updates);
    register(registry, "tasks.updateSeconds", WorkCounters::updateSeconds);
  }

  static void registerRun(MetricRegistry registry) {
    registerValue(registry, "run.iteration", Values::iteration);
    registerValue(registry, "run.policies", Values::policies);
    registerValue(registry, "run.episodes", Values::episodes);
    registerValue(registry, "run.environmentSteps", Values::environmentSteps);
    registerValue(registry, "run.simulationWarnings", Values::simulationWarnings);
    registerValue(registry, "run.updates", Values::updates);
    registerValue(registry, "run.rolloutSeconds", Values::rolloutSeconds);
    registerValue(registry, "run.updateSeconds", Values::updateSeconds);
    registerValue(registry, "run.overheadSeconds", Values::overheadSeconds);
    registerValue(registry, "run.meanReturn", Values::meanReturn);
    registerValue(registry, "run.maxReturn", Values::maxReturn);
    registerValue(registry, "run.highestScaledReturn", Values::highestScaledReturn);
    registerValue(registry, "run.livePolicies", Values::livePolicies);
    registerValue(registry, "run.evaluationReturn", Values::evaluationReturn);
  }

  private static void registerValue(
      MetricRegistry registry, String name, Function<Values, Number> value) {
    register(registry, name, () -> value.apply(RunGauges.current()));
  }

  private static void register(MetricRegistry registry, String name, Supplier<Number> value) {
    registry.register(name, (Gauge<Number>) value::get);
  }
}
