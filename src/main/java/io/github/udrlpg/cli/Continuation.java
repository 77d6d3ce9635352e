package io.github.udrlpg.cli;

import io.github.udrlpg.run.ApplicationMark;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;

/**
 * Whether a job goes on with what its directory holds. It does where it is told to, and where the
 * cluster may have started this driver in place of one that died, with the arguments of that.
 */
final class Continuation {
  private final Configuration hadoop;
  private final Path directory;
  private final Optional<String> application;
  private final Optional<String> reason;

  private Continuation(
      Configuration hadoop, Path directory, Optional<String> application, Optional<String> reason) {
    this.hadoop = hadoop;
    this.directory = directory;
    this.application = application;
    this.reason = reason;
  }

  /**
   * Finds out, before there is a Spark context.
   *
   * @param resume whether --resume was given
   */
  static Continuation of(boolean resume, Configuration hadoop, Path directory, SparkConf conf)
      throws IOException {
    // Both names are known in cluster deploy mode only, and only there is a driver started again:
    // YARN's application master sets the one, Spark's client for Kubernetes the other.
    Optional<String> application =
        Optional.ofNullable(conf.get("spark.yarn.app.id", conf.get("spark.app.id", null)));
    Optional<String> reason = Optional.empty();
    if (resume) {
      reason = Optional.of("by --resume");
    } else if (conf.getBoolean("spark.driver.supervise", false)) {
      // Spark's standalone master tells a driver neither its name nor that it had a forerunner.
      reason = Optional.of("because a supervised driver is started again with the same arguments");
    } else if (application.isPresent()
        && ApplicationMark.isOf(hadoop, directory, application.get())) {
      reason = Optional.of("because this is another attempt of " + application.get());
    }
    return new Continuation(hadoop, directory, application, reason);
  }

  /** Returns whether what the directory holds is gone on with. */
  boolean isWanted() {
    return reason.isPresent();
  }

  /** Returns what the cluster calls this application; empty outside of one. */
  String application() {
    return application.orElse("");
  }

  /** Lets later attempts of this application know that the directory is theirs. */
  void mark() throws IOException {
    if (application.isPresent()) {
      ApplicationMark.leave(hadoop, directory, application.get());
    }
  }

  /**
   * Returns a line that says which of the two happened.
   *
   * @param what it is, such as a run by its name
   * @param begun whether the directory held it before
   */
  String line(String what, boolean begun) {
    return begun
        ? Text.format("%s goes on in %s, %s", what, directory, reason.orElse("as it was"))
        : Text.format("%s begins in %s", what, directory);
  }
}
