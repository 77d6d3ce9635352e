package io.github.udrlpg.ml;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.text.Text;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * What turns a column of generated weights into policies. It stands in the column's metadata, as
 * MLlib keeps what it knows of a column, so that a stage behind the model needs nothing but the
 * rows, and so that it comes back with them from Parquet.
 *
 * @param shape layers of the policies
 * @param normalizer what they see observations through; empty where the model does not know
 */
record PredictedPolicies(PolicyShape shape, Optional<ObservationNormalizer> normalizer) {
  private static final String ALL = "udrlpg";
  private static final String LAYERS = "policy_layers";
  private static final String MEAN = "observation_mean";
  private static final String DEVIATION = "observation_deviation";

  Metadata metadata() {
    MetadataBuilder policies =
        new MetadataBuilder()
            .putLongArray(LAYERS, shape.layers().stream().mapToLong(Integer::longValue).toArray());
    normalizer.ifPresent(
        seen ->
            policies.putDoubleArray(MEAN, seen.mean()).putDoubleArray(DEVIATION, seen.deviation()));
    return new MetadataBuilder().putMetadata(ALL, policies.build()).build();
  }

  /**
   * Reads what a column says of its policies.
   *
   * @throws InvalidInputException if it says nothing
   */
  static PredictedPolicies of(StructType schema, String column) {
    Metadata metadata = schema.apply(column).metadata();
    if (!metadata.contains(ALL)) {
      throw new InvalidInputException(
          Text.format(
                  "Column '%s' does not say what policies its weights make: evaluate what", column)
              + " PolicyGeneratorModel.transform returned, with the column's metadata as it is");
    }
    Metadata policies = metadata.getMetadata(ALL);
    return new PredictedPolicies(
        new PolicyShape(
            LongStream.of(policies.getLongArray(LAYERS))
                .mapToInt(Math::toIntExact)
                .boxed()
                .toList()),
        policies.contains(MEAN)
            ? Optional.of(
                ObservationNormalizer.of(
                    policies.getDoubleArray(MEAN), policies.getDoubleArray(DEVIATION)))
            : Optional.empty());
  }

  /**
   * Returns what the policies see observations through.
   *
   * @throws InvalidInputException if that is not known: policies that see another world than they
   *     were made for would be played, and earn something, without a word
   */
  ObservationNormalizer requireNormalizer(String column) {
    return normalizer.orElseThrow(
        () ->
            new InvalidInputException(
                Text.format(
                        "The policies of column '%s' cannot be played, because the dataset that"
                            + " their",
                        column)
                    + " generator was fitted to does not say what observations they saw. Fit it to"
                    + " a dataset with the columns "
                    + String.join(", ", Selection.OBSERVATIONS)));
  }
}
