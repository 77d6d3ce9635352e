package io.github.udrlpg.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static InputFile input(String run, int iteration, int bucket, long bytes) {
    String path = Text.format("iteration=%d/writer=w/return_bucket=%d/p", iteration, bucket);
    return InputFile.of("d", run, iteration, new DataFile(path, 1, bytes, ""), 20, 20);
  }

  @Test
  void filesAreOfAboutEqualSizeAndInOrderOfBucketRunAndIteration() {
    List<InputFile> inputs = new ArrayList<>();
    for (int iteration = 0; iteration < 30; iteration++) {
      inputs.add(input("b", iteration, 3, 10));
      inputs.add(input("a", iteration, 3, 10));
      inputs.add(input("a", iteration, 12, 10));
    }
    Collections.shuffle(inputs, new Random(1));

    List<PlannedFile> plan = Plan.of(inputs, 200);

    assertThat(plan)
        .extracting(PlannedFile::path)
        .containsExactly(
            "return_bucket=3/part-00000.parquet",
            "return_bucket=3/part-00001.parquet",
            "return_bucket=3/part-00002.parquet",
            "return_bucket=12/part-00000.parquet",
            "return_bucket=12/part-00001.parquet");
    assertThat(plan).extracting(PlannedFile::bytes).containsExactly(200L, 200L, 200L, 150L, 150L);
    assertThat(plan).extracting(PlannedFile::index).containsExactly(0, 1, 2, 3, 4);
    assertThat(plan.get(0).inputs())
        .extracting(InputFile::run, InputFile::iteration)
        .startsWith(
            org.assertj.core.groups.Tuple.tuple("a", 0),
            org.assertj.core.groups.Tuple.tuple("a", 1));
    Collections.shuffle(inputs, new Random(2));
    assertThat(Plan.of(inputs, 200)).isEqualTo(plan);
  }

  @Test
  void anInputThatIsLargerThanTheTargetHasAFileToItself() {
    List<PlannedFile> plan =
        Plan.of(List.of(input("a", 0, 1, 900), input("a", 1, 1, 10), input("a", 2, 1, 10)), 100);

    assertThat(plan).extracting(PlannedFile::bytes).containsExactly(900L, 20L);
    assertThat(plan).extracting(PlannedFile::part).containsExactly(0, 1);
  }

  @Test
  void bucketsOfAnotherWidthCoverTheSameReturns() {
    DataFile fourth = new DataFile("i/return_bucket=3/p", 1, 60, "");

    assertThat(range(fourth, 20, 20)).containsExactly(3, 3);
    assertThat(range(fourth, 20, 10)).containsExactly(1, 1);
    assertThat(range(fourth, 20, 40)).containsExactly(6, 7);
    assertThat(range(fourth, 20, 7)).containsExactly(1, 1);
    assertThat(range(fourth, 20, 6)).containsExactly(0, 1);
    assertThat(range(fourth, 20, 1)).containsExactly(0, 0);
    assertThat(range(new DataFile("i/return_bucket=25/p", 1, 60, ""), 20, 10))
        .as("above 1")
        .containsExactly(12, 12);
  }

  private static List<Integer> range(DataFile file, int from, int to) {
    InputFile input = InputFile.of("d", "r", 0, file, from, to);
    return List.of(input.firstBucket(), input.lastBucket());
  }
}
