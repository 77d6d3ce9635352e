package io.github.udrlpg.analysis;

import io.github.udrlpg.algorithm.Restatement;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.spark.TaskResultBytes;
import io.github.udrlpg.store.HadoopSettings;
import io.github.udrlpg.store.PolicyReader;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.Sha256;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.store.UserPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Reads a file's policies with their weights, of which a hash and a length come back, and sketches
 * of those that are in the sample, as {@link Columns#WEIGHTS}. Policies with an episode that
 * diverged are left out.
 */
final class ReadWeights implements FlatMapFunction<byte[], Row> {
  private static final long serialVersionUID = 1L;

  private final HadoopSettings hadoop;
  private final Set<PolicyKey> sample;
  private final PolicyShape shape;
  private final ObservationNormalizer common;

  /**
   * @param sample whose sketches are wanted
   * @param common the statistics that policies are restated for
   */
  ReadWeights(
      HadoopSettings hadoop,
      Set<PolicyKey> sample,
      PolicyShape shape,
      ObservationNormalizer common) {
    this.hadoop = hadoop;
    this.sample = sample;
    this.shape = shape;
    this.common = common;
  }

  @Override
  public Iterator<Row> call(byte[] encoded) throws IOException {
    SourceFile source = TaskResultBytes.decode(encoded, SourceFile.class);
    List<Row> rows = new ArrayList<>();
    Restatement restatement = new Restatement(shape, common);
    Sketch sketch = Sketch.of(shape.parameterCount());
    new PolicyReader(hadoop.configuration())
        .read(
            UserPath.written(source.dataset()),
            source.file(),
            policy -> {
              if (policy.row().isSound()) {
                rows.add(row(policy, source, restatement, sketch));
              }
            });
    return rows.iterator();
  }

  private Row row(StoredPolicy policy, SourceFile file, Restatement restatement, Sketch sketch) {
    PolicyRow row = policy.row();
    float[] weights = policy.weights();
    byte[] own = null;
    byte[] restated = null;
    if (sample.contains(PolicyKey.of(file.trial(), row))) {
      own = bytes(sketch.apply(weights));
      float[] other = new float[weights.length];
      restatement.apply(row.normalizer(), FloatBuffer.wrap(weights), FloatBuffer.wrap(other));
      restated = bytes(sketch.apply(other));
    }
    return RowFactory.create(
        file.trial(),
        row.run(),
        row.iteration(),
        row.policy(),
        row.returnBucket(),
        row.meanReturn(),
        row.noise(),
        file.index(),
        Sha256.hex(bytes(weights)),
        norm(weights),
        own,
        restated);
  }

  private static double norm(float[] weights) {
    double squares = 0;
    for (float weight : weights) {
      squares += (double) weight * weight;
    }
    return Math.sqrt(squares);
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
