package io.github.udrlpg.store;

import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;

/** Hands policies to Parquet field by field, straight from primitive arrays. */
final class PolicyWriteSupport extends WriteSupport<StoredPolicy> {
  private static final GroupType EPISODE =
      PolicySchema.TYPE.getType("episodes", "list", "element").asGroupType();

  private RecordConsumer consumer;

  @Override
  @SuppressWarnings("deprecation") // Its successor is missing in the Parquet of Spark 3.5.
  public WriteContext init(Configuration configuration) {
    return new WriteContext(
        PolicySchema.TYPE,
        Map.of(PolicySchema.VERSION_KEY, Integer.toString(PolicySchema.VERSION)));
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(StoredPolicy policy) {
    PolicyRow row = policy.row();
    consumer.startMessage();
    column("run", () -> text(row.run()));
    column("iteration", () -> consumer.addInteger(row.iteration()));
    column("policy", () -> consumer.addInteger(row.policy()));
    column("environment", () -> text(row.environment()));
    column("origin", () -> text(row.origin().label()));
    column("command", () -> consumer.addDouble(row.command()));
    column("noise", () -> consumer.addDouble(row.noise()));
    column("weight_seed", () -> consumer.addLong(row.weightSeed()));
    float[] weights = policy.weights();
    column("weights", () -> list(weights.length, i -> consumer.addFloat(weights[i])));
    column("observation_mean", () -> doubles(row.normalizer().mean()));
    column("observation_deviation", () -> doubles(row.normalizer().deviation()));
    column("observed_count", () -> consumer.addLong(row.observed().count()));
    column("observed_mean", () -> doubles(row.observed().mean()));
    column("observed_squared_deviation", () -> doubles(row.observed().m2()));
    column("episodes", () -> list(row.episodes().size(), i -> episode(row.episodes().get(i))));
    column("mean_return", () -> consumer.addDouble(row.meanReturn()));
    column("scaled_return", () -> consumer.addDouble(row.scaledReturn()));
    column("return_bucket", () -> consumer.addInteger(row.returnBucket()));
    consumer.endMessage();
  }

  private void episode(Episode episode) {
    consumer.startGroup();
    field(EPISODE, "seed", () -> consumer.addLong(episode.seed()));
    field(EPISODE, "total_return", () -> consumer.addDouble(episode.totalReturn()));
    field(EPISODE, "survival_bonus", () -> consumer.addDouble(episode.survivalBonus()));
    field(EPISODE, "length", () -> consumer.addInteger(episode.length()));
    field(EPISODE, "terminated", () -> consumer.addBoolean(episode.terminated()));
    field(EPISODE, "truncated", () -> consumer.addBoolean(episode.truncated()));
    field(EPISODE, "diverged", () -> consumer.addBoolean(episode.diverged()));
    consumer.endGroup();
  }

  private void column(String name, Runnable value) {
    field(PolicySchema.TYPE, name, value);
  }

  private void field(GroupType group, String name, Runnable value) {
    int index = group.getFieldIndex(name);
    consumer.startField(name, index);
    value.run();
    consumer.endField(name, index);
  }

  private void text(String value) {
    consumer.addBinary(Binary.fromString(value));
  }

  private void doubles(double[] values) {
    list(values.length, i -> consumer.addDouble(values[i]));
  }

  /** Writes Parquet's three-level list. */
  private void list(int size, IntConsumer element) {
    consumer.startGroup();
    if (size > 0) {
      consumer.startField("list", 0);
      for (int i = 0; i < size; i++) {
        consumer.startGroup();
        consumer.startField("element", 0);
        element.accept(i);
        consumer.endField("element", 0);
        consumer.endGroup();
      }
      consumer.endField("list", 0);
    }
    consumer.endGroup();
  }
}
