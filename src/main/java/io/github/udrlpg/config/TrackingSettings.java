package io.github.udrlpg.config;

import io.github.udrlpg.text.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * Group {@code tracking}: whom else is told of the run.
 *
 * @param mlflowUri the address of an MLflow server; empty for none
 * @param mlflowExperiment the experiment that the run belongs to there
 */
public record TrackingSettings(Optional<String> mlflowUri, String mlflowExperiment) {
  /** What stands in the place of an address. */
  private static final String OFF = "off";

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public TrackingSettings {
    Objects.requireNonNull(mlflowUri, "mlflowUri");
    boolean isSecret = mlflowUri.isPresent() && mlflowUri.get().contains("@");
    Rules.of("tracking")
        .that(
            !isSecret,
            "mlflow-uri",
            "must not hold credentials, which belong into the environment: MLFLOW_TRACKING_TOKEN,"
                + " or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD",
            "an address with @ in it (not repeated here)")
        .that(
            isSecret || mlflowUri.isEmpty() || isAddress(mlflowUri.get()),
            "mlflow-uri",
            "must be off or an address such as http://mlflow:5000",
            isSecret ? "" : mlflowUri.orElse(""))
        .that(
            !mlflowExperiment.isBlank(),
            "mlflow-experiment",
            "must not be blank",
            Text.format("'%s'", mlflowExperiment))
        .check();
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static TrackingSettings read(GroupReader reader) {
    String uri = reader.text("mlflow-uri");
    return new TrackingSettings(
        uri.equals(OFF) ? Optional.empty() : Optional.of(uri), reader.text("mlflow-experiment"));
  }
}
