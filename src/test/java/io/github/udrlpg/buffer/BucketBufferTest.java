package io.github.udrlpg.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.buffer.BucketBuffer.FullBucket;
import io.github.udrlpg.testing.Golden;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketBufferTest {

  @ParameterizedTest
  @ValueSource(strings = {"buckets-cap1", "buckets-fifo", "buckets-unbounded"})
  void reproducesTheReferenceBuckets(String name) {
    JsonNode golden = Golden.read(name + ".json");
    ReturnBuckets buckets = new ReturnBuckets(golden.get("initial_buckets").asInt());
    BucketBuffer buffer = fill(golden, buckets, new Weighting.Uniform());

    JsonNode contents = golden.get("contents");
    assertThat(contents.size()).isEqualTo(golden.get("final_bucket_count").asInt());
    for (int k = 0; k < contents.size(); k++) {
      List<Integer> expected = new ArrayList<>();
      contents.get(k).forEach(item -> expected.add(item.asInt()));
      assertThat(buffer.bucket(k)).extracting(BufferEntry::policy).isEqualTo(expected);
    }
    List<Integer> nonEmpty = new ArrayList<>();
    golden.get("nonempty").forEach(k -> nonEmpty.add(k.asInt()));
    assertThat(buffer.nonEmptyBuckets()).isEqualTo(nonEmpty);
  }

  private static BucketBuffer fill(JsonNode golden, ReturnBuckets buckets, Weighting weighting) {
    JsonNode bound = golden.get("bucket_capacity");
    int bucketCapacity = bound.isNull() ? BucketBuffer.UNLIMITED : bound.asInt();
    BucketBuffer buffer =
        new BucketBuffer(
            buckets,
            bucketCapacity,
            FullBucket.DROP_NEWEST,
            golden.get("capacity").asInt(),
            weighting);
    double[] returns = Golden.doubles(golden.get("scaled_returns"));
    for (int i = 0; i < returns.length; i++) {
      JsonNode bucket = golden.get("bucket_of_insert").get(i);
      buffer.offer(new BufferEntry(0, i, returns[i]));
      List<BufferEntry> entries = buffer.entries();
      boolean taken = entries.get(entries.size() - 1).policy() == i;
      assertThat(taken).as("policy %d taken", i).isEqualTo(!bucket.isNull());
      if (taken) {
        assertThat(buckets.indexOf(returns[i])).isEqualTo(bucket.asInt());
      }
    }
    return buffer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"buckets-cap1", "buckets-fifo", "buckets-unbounded"})
  void reproducesTheReferenceProbabilities(String name) {
    JsonNode golden = Golden.read(name + ".json");
    ReturnBuckets buckets = new ReturnBuckets(golden.get("initial_buckets").asInt());
    double exp = golden.get("exp_scaling").asDouble();
    double reciprocal = golden.get("reciprocal_scaling").asDouble();
    JsonNode expected = golden.get("probability_over_nonempty_buckets");

    assertProbabilities(golden, buckets, new Weighting.Uniform(), expected.get("uniform"));
    assertProbabilities(golden, buckets, new Weighting.Exponential(exp), expected.get("exp"));
    assertProbabilities(
        golden, buckets, new Weighting.Reciprocal(reciprocal), expected.get("reciprocal"));
  }

  private static void assertProbabilities(
      JsonNode golden, ReturnBuckets buckets, Weighting weighting, JsonNode expected) {
    assertThat(fill(golden, buckets, weighting).probabilities())
        .containsExactly(Golden.doubles(expected), within(1e-12));
  }

  @Test
  void drawsBucketsByWeightThenUniformlyInside() {
    BucketBuffer buffer = buffer(new Weighting.Exponential(0.7));
    double[] returns = {0.05, 0.06, 0.45, 0.95, 0.96, 0.97};
    for (int i = 0; i < returns.length; i++) {
      buffer.offer(new BufferEntry(0, i, returns[i]));
    }

    int[] drawn = new int[returns.length];
    int draws = 200_000;
    buffer.sample(draws, random()).forEach(entry -> drawn[entry.policy()]++);

    double[] p = new Weighting.Exponential(0.7).probabilities(new int[] {1, 4, 6});
    double[] expected = {p[0] / 2, p[0] / 2, p[1], p[2] / 3, p[2] / 3, p[2] / 3};
    for (int i = 0; i < expected.length; i++) {
      double deviation = Math.sqrt(expected[i] * (1 - expected[i]) / draws);
      assertThat(drawn[i] / (double) draws).isCloseTo(expected[i], within(5 * deviation));
    }
  }

  @Test
  void aBucketStandsForThePartOfTheRangeThatIsNearestToIt() {
    Weighting even = new Weighting.EvenOverRange();

    assertThat(even.probabilities(new int[] {0, 1, 9}))
        .containsExactly(new double[] {0.1, 0.45, 0.45}, within(1e-12));
    assertThat(even.probabilities(new int[] {7})).containsExactly(1);
  }

  @Test
  void highestDrawsOnlyTheBucketOfTheHighestReturns() {
    BucketBuffer buffer = buffer(new Weighting.Highest());
    buffer.offer(new BufferEntry(0, 0, 0.2));
    buffer.offer(new BufferEntry(0, 1, 1.31));
    buffer.offer(new BufferEntry(0, 2, 1.39));

    assertThat(buffer.sample(100, random()))
        .extracting(BufferEntry::policy)
        .containsOnly(1, 2)
        .contains(1, 2);
  }

  @Test
  void manyBucketsDoNotOverflowTheExponential() {
    double[] probabilities =
        new Weighting.Exponential(0.3).probabilities(IntStream.range(0, 10_000).toArray());

    assertThat(probabilities[9_999]).isCloseTo(1 - Math.exp(-0.3), within(1e-12));
    assertThat(probabilities[0]).isZero();
  }

  @Test
  void aFullBucketDropsItsOwnOldestWhereItIsToldTo() {
    BucketBuffer buffer = recent();
    double[] returns = {0.25, 0.85, 0.21, 0.29, 0.22, 0.83};
    List<ReplayBuffer.Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < returns.length; i++) {
      outcomes.add(buffer.offer(new BufferEntry(i, 0, returns[i])));
    }

    assertThat(outcomes).allMatch(ReplayBuffer.Outcome::taken);
    assertThat(outcomes.get(3).evicted()).contains(new BufferEntry(0, 0, 0.25));
    assertThat(outcomes.get(4).evicted()).contains(new BufferEntry(2, 0, 0.21));
    assertThat(buffer.entries()).extracting(BufferEntry::iteration).containsExactly(1, 3, 4, 5);
    assertThat(buffer.bucket(2)).extracting(BufferEntry::iteration).containsExactly(3, 4);
    assertThat(buffer.bucket(8)).extracting(BufferEntry::iteration).containsExactly(1, 5);
  }

  private static BucketBuffer recent() {
    return new BucketBuffer(
        new ReturnBuckets(10), 1, FullBucket.DROP_OLDEST, 50, new Weighting.Uniform());
  }

  @Test
  void offeringItsEntriesToAnEmptyBufferRebuildsIt() {
    for (ReplayBuffer[] pair :
        new ReplayBuffer[][] {
          {buffer(new Weighting.Exponential(0.3)), buffer(new Weighting.Exponential(0.3))},
          {new UniformBuffer(50), new UniformBuffer(50)},
          {recent(), recent()}
        }) {
      UniformRandomProvider returns = random();
      for (int i = 0; i < 300; i++) {
        pair[0].offer(new BufferEntry(i, 0, 1.3 * returns.nextDouble()));
      }

      pair[0].entries().forEach(pair[1]::offer);

      assertThat(pair[1].entries()).isEqualTo(pair[0].entries()).hasSizeBetween(26, 50);
      assertThat(pair[1].sample(500, random())).isEqualTo(pair[0].sample(500, random()));
    }
  }

  @Test
  void tellsWhatEachOfferTookAndLetGo() {
    for (ReplayBuffer buffer :
        List.of(
            new BucketBuffer(
                new ReturnBuckets(10), 4, FullBucket.DROP_NEWEST, 20, new Weighting.Uniform()),
            new BucketBuffer(
                new ReturnBuckets(10), 1, FullBucket.DROP_OLDEST, 50, new Weighting.Uniform()),
            new UniformBuffer(20))) {
      UniformRandomProvider returns = random();
      Set<BufferEntry> held = new HashSet<>();
      for (int i = 0; i < 500; i++) {
        BufferEntry entry = new BufferEntry(i, 0, returns.nextDouble());
        ReplayBuffer.Outcome outcome = buffer.offer(entry);
        outcome.evicted().ifPresent(evicted -> assertThat(held.remove(evicted)).isTrue());
        if (outcome.taken()) {
          held.add(entry);
        }
        assertThat(buffer.entries()).hasSize(held.size());
      }
      assertThat(buffer.entries()).hasSize(20).containsExactlyInAnyOrderElementsOf(held);
    }
  }

  @Test
  void refusesReturnsThatHaveNoBucket() {
    assertThatThrownBy(() -> new BufferEntry(3, 7, Double.NaN))
        .hasMessage(
            "scaledReturn must be finite and at least 0, found NaN for policy 7 of iteration 3");
    assertThatThrownBy(() -> new ReturnBuckets(10).indexOf(-0.1))
        .hasMessage("A scaled return must be at least 0 to have a bucket, found -0.1");
  }

  @Test
  void refusesToSampleFromNothing() {
    assertThatThrownBy(() -> buffer(new Weighting.Uniform()).sample(1, random()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot sample from an empty buffer: no policy was stored");
  }

  private static BucketBuffer buffer(Weighting weighting) {
    return new BucketBuffer(
        new ReturnBuckets(10), BucketBuffer.UNLIMITED, FullBucket.DROP_NEWEST, 50, weighting);
  }

  private static UniformRandomProvider random() {
    return RandomSource.XO_SHI_RO_256_PP.create(7L);
  }
}
