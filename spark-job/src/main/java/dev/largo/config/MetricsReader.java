package dev.largo.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is recorded, and where else it is shown. */
final class MetricsReader {
  private static final String URI_KEY = "metrics.mlflow.uri";

  private final Values values;

  MetricsReader(Values values) {
    this.values = values;
  }

  MetricsConfig read() {
    return new MetricsConfig(
        values.every("metrics.layers-every"),
        values.isSet("metrics.histograms-every") ? values.every("metrics.histograms-every") : null,
        values.flag("metrics.tensorboard"),
        mlflow());
  }

  private @Nullable MlflowConfig mlflow() {
    String experiment = values.text("metrics.mlflow.experiment", "the name of an experiment");
    Optional<String> uri = values.optionalText(URI_KEY, "an address such as http://host:5000");
    uri.ifPresent(this::check);
    return uri.map(given -> new MlflowConfig(given.replaceFirst("/+$", ""), experiment))
        .orElse(null);
  }

  /** Java's own parser sees no password where it finds something else wrong: the text tells. */
  private void check(String text) {
    if (text.contains("@")) {
      values
          .problems()
          .add(
              URI_KEY,
              null, // It has a password in it.
              "must not hold a name or password, which config.conf would keep; set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD in the environment, and write @ in a path as %40");
    } else if (text.contains("?") || text.contains("#")) {
      values
          .problems()
          .add(
              URI_KEY,
              null, // It may have a token in it.
              "must not hold ? or #; give an address such as http://host:5000 or https://host/path");
    } else if (!isAddress(text)) {
      values.reject(URI_KEY, "must be an address such as http://host:5000 or https://host/path");
    }
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
