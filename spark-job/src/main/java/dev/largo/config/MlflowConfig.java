package dev.largo.config;

/**
 * The MLflow tracking server that a run is shown on.
 *
 * @param uri where it listens: http or https, a host, no name or password, no slash at its end
 * @param experiment name of the experiment that runs go into
 */
public record MlflowConfig(String uri, String experiment) {}
