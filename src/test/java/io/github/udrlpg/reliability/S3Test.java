package io.github.udrlpg.reliability;

import io.github.udrlpg.testing.S3Server;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A run on an object store, through Hadoop's S3 client: the same rows, the same rules. */
class S3Test extends SharedStorageTests {
  @TempDir static java.nio.file.Path directory;
  private static S3Server server;
  private static Configuration hadoop;

  @BeforeAll
  static void start() {
    server = S3Server.start(directory, "key", "secret");
    server.createBucket("runs");
    hadoop = server.hadoop(directory);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  Configuration hadoop() {
    return hadoop;
  }

  @Override
  Path path(String name) {
    return new Path("s3a://runs" + name);
  }
}
