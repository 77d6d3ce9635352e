package io.github.udrlpg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.report.KeyAxis;
import io.github.udrlpg.report.KeyAxis.Scale;
import io.github.udrlpg.report.SweepData.KeyShare;
import io.github.udrlpg.sweep.Importance;
import io.github.udrlpg.sweep.KeyTable;
import io.github.udrlpg.testing.LocalSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
class KeyImportanceTest {
  private static final int TRIALS = 60;

  @Test
  @Tag("faults")
  void findsTheKeysThatMatterAndSaysWhenNoneDoes() {
    Random random = new Random(1);
    List<Double> noise = draw(() -> Math.pow(10, -2 + 2 * random.nextDouble()));
    List<Double> weighting = draw(() -> (double) random.nextInt(3));
    List<Double> batch = draw(() -> (double) random.nextInt(50));
    List<KeyAxis> keys =
        List.of(
            new KeyAxis("rollout.noise", Scale.LOGARITHMIC, List.of(), noise),
            new KeyAxis(
                "buffer.weighting", Scale.LISTED, List.of("exp", "max", "uniform"), weighting),
            new KeyAxis("training.batch-size", Scale.LINEAR, List.of(), batch));
    // The middle one of three words is the best: a forest must not take their places for numbers.
    List<Double> scores =
        IntStream.range(0, TRIALS)
            .mapToObj(i -> 100 * Math.log10(noise.get(i)) + (weighting.get(i) == 1 ? 60 : 0))
            .toList();
    List<Double> shuffled = new ArrayList<>(scores);
    Collections.shuffle(shuffled, random);
    try (JavaSparkContext spark = LocalSpark.start(2)) {
      KeyImportance model = new KeyImportance(spark);

      Importance found = model.of(new KeyTable(1000, List.of(), keys, scores));
      Importance nothing = model.of(new KeyTable(1000, List.of(), keys, shuffled));
      Importance equal =
          model.of(new KeyTable(1000, List.of(), keys, Collections.nCopies(TRIALS, 3.0)));

      var shares =
          found.shares().stream().collect(Collectors.toMap(KeyShare::name, KeyShare::share));
      assertThat(shares.get("rollout.noise")).isGreaterThan(0.5);
      assertThat(shares.get("buffer.weighting")).isBetween(0.05, 0.4);
      // Of three keys a forest gives every one some splits, the more the more values it has.
      assertThat(shares.get("training.batch-size")).isLessThan(0.25);
      assertThat(shares.values().stream().mapToDouble(share -> share).sum())
          .isBetween(0.999, 1.001);
      assertThat(found.heldOutR2()).isGreaterThan(0.6);
      assertThat(found.note()).contains("60 trials", "can be read");
      assertThat(nothing.heldOutR2()).isLessThan(0.2);
      assertThat(nothing.note()).contains("the shares say little");
      assertThat(equal.shares()).isEmpty();
      assertThat(equal.note()).contains("All trials have the same score");
    }
  }

  private static List<Double> draw(DoubleSupplier value) {
    return IntStream.range(0, TRIALS).mapToObj(i -> value.getAsDouble()).toList();
  }
}
