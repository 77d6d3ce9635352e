package io.github.udrlpg.spark;

import io.github.udrlpg.harness.MemoryNeeds;
import io.github.udrlpg.spark.SparkProcess.Role;
import io.github.udrlpg.spark.SparkProcess.Work;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;

/**
 * Compares what a run needs with what an application's processes may take. On YARN and Kubernetes a
 * process that outgrows heap and overhead together is killed, hours after it began.
 *
 * <p>It warns and never refuses: needs are estimates, and a buffer need not fill.
 */
public final class MemoryCheck {
  private static final long MEBIBYTE = 1 << 20;

  private final SparkConf conf;
  private final String master;

  private MemoryCheck(SparkConf conf) {
    this.conf = conf;
    this.master = conf.get("spark.master", "");
  }

  /**
   * Returns a warning for each limit that is below what the run needs, with the key to raise.
   *
   * @param conf of the running application
   */
  public static List<String> warnings(SparkConf conf, MemoryNeeds needs, Work work) {
    return new MemoryCheck(conf).warnings(needs, work);
  }

  private List<String> warnings(MemoryNeeds needs, Work work) {
    List<String> warnings = new ArrayList<>();
    if (isLocal()) {
      return warnings;
    }
    SparkProcess driver = SparkProcess.driver(needs, work);
    checkHeap(driver, warnings);
    if (driverHasContainer()) {
      checkOverhead(driver, warnings);
    }
    int tasks = tasksOfAnExecutor();
    if (tasks > 0) {
      SparkProcess executor = SparkProcess.executor(needs, work, tasks);
      checkHeap(executor, warnings);
      if (hasContainers()) {
        checkOverhead(executor, warnings);
      }
    }
    return warnings;
  }

  private boolean isLocal() {
    return master.equals("local") || master.startsWith("local[");
  }

  private boolean hasContainers() {
    return master.startsWith("yarn") || isKubernetes();
  }

  private boolean isKubernetes() {
    return master.startsWith("k8s");
  }

  /** In client mode the driver is a plain process of the machine that submitted it. */
  private boolean driverHasContainer() {
    return isKubernetes()
        ? conf.getBoolean("spark.kubernetes.submitInDriver", false)
        : hasContainers() && conf.get("spark.submit.deployMode", "client").equals("cluster");
  }

  /** Returns 0 where an executor takes all cores of a machine that is not known here. */
  private int tasksOfAnExecutor() {
    int cores = conf.getInt("spark.executor.cores", hasContainers() ? 1 : 0);
    return cores / conf.getInt("spark.task.cpus", 1);
  }

  private void checkHeap(SparkProcess process, List<String> warnings) {
    String key = process.role().memoryKey();
    if (memory(process.role()) < process.heap()) {
      warnings.add(
          Text.format(
              "%s is %s, but the %s may come to need a heap of %s (%s): add -- --conf %s=%s",
              key,
              SparkProcess.text(memory(process.role())),
              process.role().lowerCase(),
              SparkProcess.text(process.heap()),
              process.heapReason(),
              key,
              process.enoughHeap()));
    }
  }

  private void checkOverhead(SparkProcess process, List<String> warnings) {
    String key = process.role().overheadKey();
    long overhead = overhead(process.role());
    if (overhead < process.outsideHeap()) {
      warnings.add(
          Text.format(
                  "%s is %s, but the %s may come to need %s outside its heap (%s) and would then"
                      + " be",
                  key,
                  SparkProcess.text(overhead),
                  process.role().lowerCase(),
                  SparkProcess.text(process.outsideHeap()),
                  process.outsideReason())
              + Text.format(" killed: add -- --conf %s=%s", key, process.enoughOverhead()));
    }
  }

  private long memory(Role role) {
    return conf.getSizeAsMb(role.memoryKey(), "1g") * MEBIBYTE;
  }

  /** What Spark adds to the heap for a container: the key, or a share of the heap. */
  private long overhead(Role role) {
    if (conf.contains(role.overheadKey())) {
      return conf.getSizeAsMb(role.overheadKey()) * MEBIBYTE;
    }
    String prefix = "spark." + role.lowerCase();
    double ofKubernetes =
        isKubernetes() ? conf.getDouble("spark.kubernetes.memoryOverheadFactor", 0.1) : 0.1;
    double factor = conf.getDouble(prefix + ".memoryOverheadFactor", ofKubernetes);
    long least = conf.getSizeAsMb(prefix + ".minMemoryOverhead", "384m") * MEBIBYTE;
    return Math.max((long) (factor * memory(role)), least);
  }
}
