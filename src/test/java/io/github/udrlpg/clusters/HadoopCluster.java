package io.github.udrlpg.clusters;

import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * A Hadoop of one machine: name node, data node, resource manager and node manager in this process,
 * and containers that are processes of their own, as on any node.
 */
final class HadoopCluster implements AutoCloseable {

  private static final List<String> CLIENT_KEYS =
      List.of(
          "fs.defaultFS",
          "yarn.resourcemanager.address",
          "yarn.resourcemanager.scheduler.address",
          "yarn.resourcemanager.webapp.address");

  private final Locale format;
  private final Path directory;
  private final MiniDFSCluster dfs;
  private final MiniYARNCluster yarn;
  private final Configuration hadoop;

  private HadoopCluster(
      Locale format,
      Path directory,
      MiniDFSCluster dfs,
      MiniYARNCluster yarn,
      Configuration hadoop) {
    this.format = format;
    this.directory = directory;
    this.dfs = dfs;
    this.yarn = yarn;
    this.hadoop = hadoop;
  }

  /**
   * Starts the daemons and writes what their clients need to know.
   *
   * @param directory of everything that they keep on disk
   */
  static HadoopCluster start(Path directory) throws IOException {
    // The name node, which is in this process, looks for its files in the digits of the locale.
    Locale format = Locale.getDefault(Locale.Category.FORMAT);
    Text.formatAsEverywhere();
    Configuration conf = new YarnConfiguration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
    MiniDFSCluster dfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    dfs.waitClusterUp();
    conf.set("fs.defaultFS", dfs.getFileSystem().getUri().toString());
    conf.set("yarn.nodemanager.resource.memory-mb", "6144");
    conf.set("yarn.nodemanager.resource.cpu-vcores", "8");
    conf.set("yarn.scheduler.minimum-allocation-mb", "256");
    conf.set("yarn.nodemanager.vmem-check-enabled", "false");
    // However full this machine's disk is.
    conf.set("yarn.nodemanager.disk-health-checker.enable", "false");
    // What containers leave behind is looked at before it is cleaned away.
    conf.set("yarn.nodemanager.delete.debug-delay-sec", "3600");
    conf.set("yarn.scheduler.capacity.root.queues", "default");
    conf.set("yarn.scheduler.capacity.root.default.capacity", "100");
    conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    MiniYARNCluster yarn = new MiniYARNCluster(directory.getFileName() + "-yarn", 1, 1, 1);
    yarn.init(conf);
    yarn.start();
    HadoopCluster cluster = new HadoopCluster(format, directory, dfs, yarn, yarn.getConfig());
    cluster.awaitAddress();
    cluster.writeConfiguration();
    return cluster;
  }

  /** The resource manager tells its port a little later than that it has started. */
  private void awaitAddress() throws IOException {
    Processes.await(
        "the resource manager",
        () -> !hadoop.get(YarnConfiguration.RM_ADDRESS).endsWith(":0"),
        () -> "");
  }

  /** What clients of a real cluster are told, and not the rest of what the daemons know. */
  private void writeConfiguration() throws IOException {
    Configuration client = new Configuration(false);
    for (String key : CLIENT_KEYS) {
      client.set(key, hadoop.get(key));
    }
    client.set("dfs.replication", "1");
    Files.createDirectories(clientConfiguration());
    for (String name : List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml")) {
      try (OutputStream out = Files.newOutputStream(clientConfiguration().resolve(name))) {
        client.writeXml(out);
      }
    }
  }

  /** Returns the directory that HADOOP_CONF_DIR is to name. */
  Path clientConfiguration() {
    return directory.resolve("hadoop-conf");
  }

  /** Returns the environment of a client. */
  Map<String, String> environment() {
    return Map.of("HADOOP_CONF_DIR", clientConfiguration().toString());
  }

  /** Returns how its files are reached. */
  Configuration hadoop() {
    return hadoop;
  }

  /** Returns a file or directory of its HDFS. */
  org.apache.hadoop.fs.Path path(String absolute) {
    return new org.apache.hadoop.fs.Path(hadoop.get("fs.defaultFS") + absolute);
  }

  /** Returns the files of a name that containers left in their working directories or logs. */
  List<Path> containerFiles(String name) throws IOException {
    try (Stream<Path> files = Files.walk(workingDirectory())) {
      return files.filter(file -> file.getFileName().toString().equals(name)).sorted().toList();
    }
  }

  /** Returns where the node manager keeps its containers and their logs. */
  Path workingDirectory() {
    return yarn.getTestWorkDir().toPath();
  }

  @Override
  public void close() {
    yarn.stop();
    dfs.shutdown();
    FileUtil.fullyDelete(workingDirectory().toFile());
    Locale.setDefault(Locale.Category.FORMAT, format);
  }
}
