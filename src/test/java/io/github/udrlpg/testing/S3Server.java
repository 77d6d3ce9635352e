package io.github.udrlpg.testing;

import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3Proxy in a process of its own, with objects in that process' memory. It checks signatures, and
 * refuses a second object in the same step that creates it. Its class path is written by the build.
 */
public final class S3Server implements AutoCloseable {
  private static final Path CLASS_PATH = Path.of("target", "s3-server.classpath");
  private static final int START_SECONDS = 60;

  private final String accessKey;
  private final String secretKey;
  private final int port;
  private final Process process;
  private final Locale format = Locale.getDefault(Locale.Category.FORMAT);

  private S3Server(String accessKey, String secretKey, int port, Process process) {
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts a server that knows one user.
   *
   * @param directory for the server's settings and log
   */
  public static S3Server start(Path directory, String accessKey, String secretKey) {
    try {
      int port = freePort();
      Path log = directory.resolve("s3-server.log");
      S3Server server =
          new S3Server(
              accessKey, secretKey, port, process(directory, log, port, accessKey, secretKey));
      server.awaitStart(log);
      // As Main does before any job, for Hadoop's client.
      Text.formatAsEverywhere();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the S3 server", e);
    }
  }

  private static Process process(
      Path directory, Path log, int port, String accessKey, String secretKey) throws IOException {
    Path settings =
        Files.writeString(
            directory.resolve("s3-server.properties"),
            Text.format(
                """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=transient-nio2
                """,
                port, accessKey, secretKey));
    Path logging =
        Files.writeString(
            directory.resolve("s3-server-logback.xml"),
            """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %p %c: %m%n</pattern></encoder>
              </appender>
              <root level="WARN"><appender-ref ref="out"/></root>
            </configuration>
            """);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        Files.readString(CLASS_PATH).strip()
            + System.getProperty("path.separator")
            + Path.of("target", "test-classes");
    return new ProcessBuilder(
            List.of(
                java,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                classPath,
                DependentProcess.class.getName(),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString()))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private void awaitStart(Path log) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new IOException("The S3 server did not start: " + Files.readString(log));
      }
      pause();
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while the S3 server started", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Returns where the server listens, on this machine. */
  public int port() {
    return port;
  }

  /**
   * Creates a bucket and returns its name, which no other has: Hadoop keeps a client for each name
   * as long as the process lives, whichever server it was made for.
   */
  public String createBucket() {
    String name = "runs-" + UUID.randomUUID();
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + port))
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
            .build()) {
      client.createBucket(bucket -> bucket.bucket(name));
    }
    return name;
  }

  /** Returns what Hadoop's S3 client has to be told, by key. */
  public Map<String, String> settings() {
    return Map.of(
        "fs.s3a.endpoint",
        "http://127.0.0.1:" + port,
        "fs.s3a.endpoint.region",
        "us-east-1",
        "fs.s3a.path.style.access",
        "true",
        "fs.s3a.access.key",
        accessKey,
        "fs.s3a.secret.key",
        secretKey);
  }

  /**
   * Returns a configuration of Hadoop that reaches the server.
   *
   * @param buffers where the client keeps what it has not sent yet
   */
  public Configuration hadoop(Path buffers) {
    Configuration hadoop = new Configuration();
    settings().forEach(hadoop::set);
    hadoop.set("hadoop.tmp.dir", buffers.toString());
    return hadoop;
  }

  @Override
  public void close() {
    Locale.setDefault(Locale.Category.FORMAT, format);
    process.destroyForcibly();
    try {
      process.waitFor(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
