package io.github.udrlpg.reliability;

import io.github.udrlpg.spark.MachineCluster;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master$;
import org.apache.spark.deploy.worker.Worker$;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;

/**
 * Spark's own cluster manager with two workers of one core, on two loopback addresses: two machines
 * to Spark, which starts a speculative copy only on another machine than the first.
 */
final class TwoMachines implements AutoCloseable {
  private static final int MIB = 512;

  private final RpcEnv master;
  private final List<RpcEnv> workers;

  /** Starts master and workers in this process; executors are processes of their own. */
  TwoMachines(Path scratch) {
    SparkConf conf =
        new SparkConf()
            .set("spark.master.rest.enabled", "false")
            .set("spark.shuffle.service.enabled", "false")
            .set("spark.ui.enabled", "false");
    this.master = Master$.MODULE$.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)._1();
    this.workers =
        MachineCluster.asSparksOwnTests(
            scratch,
            () -> List.of(worker("127.0.0.1", scratch, conf), worker("127.0.0.2", scratch, conf)));
  }

  private RpcEnv worker(String host, Path scratch, SparkConf conf) {
    return Worker$.MODULE$.startRpcEnvAndEndpoint(
        host,
        0,
        0,
        1,
        MIB,
        new String[] {url()},
        scratch.resolve(host).toString(),
        Option.empty(),
        conf,
        Option.empty());
  }

  /** Returns what an application names as its master. */
  String url() {
    return master.address().toSparkURL();
  }

  @Override
  public void close() {
    workers.forEach(RpcEnv::shutdown);
    workers.forEach(RpcEnv::awaitTermination);
    master.shutdown();
    master.awaitTermination();
  }
}
