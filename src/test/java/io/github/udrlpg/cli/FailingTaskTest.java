package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.ExtremeEnvironment;
import io.github.udrlpg.testing.JobProcess;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads of a task that fails, in a process with the jobs' own logging. */
@Tag("spark")
class FailingTaskTest {
  @TempDir Path directory;

  @Test
  @Tag("faults")
  void theMessageStandsAloneAndVerboseTellsAll() throws IOException {
    String quiet = train("quiet");

    assertThat(quiet)
        .contains("Failed: SparkException: Job aborted", "the simulator is gone")
        .contains("Run again with --verbose for the stack trace.")
        .doesNotContain("\tat ", "ERROR");
    assertThat(quiet.lines().filter(line -> line.contains("the simulator is gone"))).hasSize(1);

    assertThat(train("loud", "--verbose"))
        .contains("ERROR Executor: Exception in task", "ERROR TaskSetManager: Task 0 in stage")
        .contains("\tat io.github.udrlpg.testing.ExtremeEnvironment.step");
  }

  private String train(String name, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@jobs/lib/java-options",
                "-Xmx700m",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=jobs/lib/log4j2.properties",
                "-Dspark.master=local[1]",
                "-Dspark.ui.enabled=false",
                "-Dspark.driver.host=localhost",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                Runs.tinyFile(directory).toString(),
                "--set",
                "env.id=" + ExtremeEnvironment.THROWING,
                "--out",
                directory.resolve(name).toString()));
    command.addAll(List.of(more));
    try (JobProcess process = JobProcess.start(command, directory.resolve(name + ".log"))) {
      assertThat(process.exitCode()).as(process.log()).isEqualTo(1);
      return process.log();
    }
  }
}
