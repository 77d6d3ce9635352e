package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.LogEar;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.testing.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on an object store, as a user meets them, keep the keys to it to themselves. */
@Tag("spark")
@Tag("native")
@Tag("faults")
class S3CredentialsTest {
  private static final String ACCESS_KEY = "AccessThatNobodyMaySee";
  private static final String SECRET_KEY = "SecretThatNobodyMaySee";

  /** At DEBUG the AWS SDK shows the requests that it signs, which name the access key. */
  private static final List<String> SDK = List.of("software.amazon.awssdk.", "org.apache.http.");

  @TempDir java.nio.file.Path directory;
  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);
  private S3Server server;
  private String run;

  @BeforeEach
  void start() {
    server = S3Server.start(directory, ACCESS_KEY, SECRET_KEY);
    run = "s3a://" + server.createBucket() + "/secretive";
    useSpark(Map.of());
  }

  @AfterEach
  void stop() {
    jobs.forgetSpark();
    server.close();
  }

  private void useSpark(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    server.settings().forEach((key, value) -> settings.put("spark.hadoop." + key, value));
    settings.put("spark.hadoop.hadoop.tmp.dir", directory.resolve("buffers").toString());
    settings.put("spark.eventLog.enabled", "true");
    settings.put("spark.eventLog.compress", "false");
    // As Spark 4 has it anyway.
    settings.put("spark.eventLog.rolling.enabled", "true");
    settings.put("spark.eventLog.dir", directory.toUri().toString());
    settings.put("spark.logConf", "true");
    settings.putAll(more);
    jobs.useLocalSpark(2, settings);
  }

  @Test
  void keysAreInNoOutputNoLogAndNoObject() throws IOException {
    java.nio.file.Path conf = Runs.tinyFile(directory);
    try (LogEar ear = new LogEar(ACCESS_KEY, SECRET_KEY)) {
      succeed("train", conf, "--out", run, "--set", "training.max-env-steps=7000");
      succeed("train", "--out", run, "--resume", "--set", "training.max-env-steps=9000");
      succeed("evaluate", run, "--commands", "0.2", "--episodes", 1);
      succeed("replay", run, "--policy", "0-1");

      assertThat(ear.events()).isGreaterThan(1000);
      assertThat(ear.speakersOf(SECRET_KEY)).isEmpty();
      assertThat(ear.speakersOf(ACCESS_KEY))
          .as("who says the access key shows that we hear well")
          .isNotEmpty()
          .allMatch(speaker -> SDK.stream().anyMatch(speaker::startsWith));
    }
    assertThat(requireNoKeysBelow(new Path(run))).isGreaterThan(20);
    assertThat(requireNoKeysInEventLogs()).isEqualTo(3);
  }

  @Test
  void aRefusedKeyIsNotRepeated() {
    useSpark(Map.of("spark.hadoop.fs.s3a.secret.key", SECRET_KEY + "Wrong"));

    assertThat(jobs.execute("evaluate", run, "--verbose")).isEqualTo(1);

    assertThat(jobs.err())
        .contains("Failed: AccessDeniedException", "403")
        .doesNotContain(SECRET_KEY, ACCESS_KEY);
  }

  private void succeed(Object... arguments) {
    assertThat(jobs.execute(arguments)).as(jobs.err()).isZero();
    assertThat(jobs.out() + jobs.err()).doesNotContain(ACCESS_KEY, SECRET_KEY);
  }

  private int requireNoKeysBelow(Path below) throws IOException {
    FileSystem fileSystem = below.getFileSystem(server.hadoop(directory));
    RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(below, true);
    int searched = 0;
    while (files.hasNext()) {
      Path file = files.next().getPath();
      try (InputStream in = fileSystem.open(file)) {
        requireNoKeys(file.toString(), in.readAllBytes());
      }
      searched++;
    }
    return searched;
  }

  private int requireNoKeysInEventLogs() throws IOException {
    int searched = 0;
    try (Stream<java.nio.file.Path> files = Files.walk(directory)) {
      for (java.nio.file.Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.getFileName().toString().startsWith("events_")) {
          requireNoKeys(file.toString(), Files.readAllBytes(file));
          searched++;
        }
      }
    }
    return searched;
  }

  private static void requireNoKeys(String name, byte[] content) {
    assertThat(new String(content, StandardCharsets.ISO_8859_1))
        .as(name)
        .doesNotContain(ACCESS_KEY, SECRET_KEY);
  }
}
