package io.github.udrlpg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's pages call a run's jobs. */
@Tag("spark")
@Tag("native")
class JobLabelTest {
  @TempDir Path directory;

  @Test
  void everyJobSaysWhatItIsFor() throws IOException {
    Jobs jobs = new Jobs();
    try (JavaSparkContext spark = LocalSpark.start(2)) {
      spark.sc().addSparkListener(jobs);
      Runs.open(directory, Runs.tiny().settings())
          .train(new SparkRolloutRunner(spark, OptionalInt.empty()), new TrainingListener() {});
      spark.parallelize(List.of(1), 1).count();
    }

    assertThat(jobs.seen)
        .startsWith(
            "test | rollout of iteration 0 | rollout of iteration 0: 3 policies of BriefSwimmer-v0,"
                + " 1 episode(s) each | true",
            "test | rollout of iteration 1 | rollout of iteration 1: 2 policies of BriefSwimmer-v0,"
                + " 1 episode(s) each | true")
        .contains(
            "test | evaluation of iteration 4 | evaluation of iteration 4: 2 policies of"
                + " BriefSwimmer-v0, 1 episode(s) each | true");
    assertThat(jobs.details).isNotEmpty().noneMatch(text -> text.contains(".java:"));
    assertThat(jobs.seen.get(jobs.seen.size() - 1))
        .as("what others start afterwards is not labelled")
        .startsWith("null | count at JobLabelTest.java:")
        .endsWith("| null | null");
  }

  private static final class Jobs extends SparkListener {
    final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    final List<String> details = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      if (start.properties().getProperty("spark.jobGroup.id") != null) {
        details.add(start.stageInfos().apply(0).details());
      }
      seen.add(
          String.join(
              " | ",
              start.properties().getProperty("spark.jobGroup.id"),
              start.stageInfos().apply(0).name(),
              start.properties().getProperty("spark.job.description"),
              start.properties().getProperty("spark.job.interruptOnCancel")));
    }
  }
}
