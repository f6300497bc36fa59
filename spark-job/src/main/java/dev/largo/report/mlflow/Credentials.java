package dev.largo.report.mlflow;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * Who a tracking server is told that it speaks to; all null: nobody in particular.
 *
 * @param trustAnyCertificate whether a server's TLS certificate goes unchecked
 */
public record Credentials(
    @Nullable String username,
    @Nullable String password,
    @Nullable String token,
    boolean trustAnyCertificate) {

  /** Those in the variables that all of MLflow's clients read. */
  public static Credentials of(Map<String, String> environment) {
    return new Credentials(
        environment.get("MLFLOW_TRACKING_USERNAME"),
        environment.get("MLFLOW_TRACKING_PASSWORD"),
        environment.get("MLFLOW_TRACKING_TOKEN"),
        Boolean.parseBoolean(environment.get("MLFLOW_TRACKING_INSECURE_TLS")));
  }

  BasicMlflowHostCreds at(String uri) {
    return new BasicMlflowHostCreds(uri, username, password, token, trustAnyCertificate);
  }

  /** The header Authorization, as MLflow's client makes it. */
  Optional<String> header() {
    if (username != null && password != null) {
      byte[] both = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
    }
    return Optional.ofNullable(token).map(given -> "Bearer " + given);
  }

  /** Not what is secret. */
  @Override
  public String toString() {
    return "Credentials of " + username;
  }
}
