package dev.largo.config;

import dev.largo.optim.NonFinitePolicy;

/** Checks what {@code aggregation.mode = parameter-averaging} needs of the configuration. */
final class ParameterAveragingCheck {
  private static final String MODELS = "aggregation.models";

  private final Values values;

  ParameterAveragingCheck(Values values) {
    this.values = values;
  }

  void check(LargoConfig config) {
    boolean apart = config.aggregation().mode() == AggregationMode.PARAMETER_AVERAGING;
    if (!values.problems().clean("aggregation.mode", MODELS)) {
      return;
    }
    if (!apart) {
      if (values.isSet(MODELS)) {
        values.reject(MODELS, "is for aggregation.mode = parameter-averaging; remove it");
      }
      return;
    }
    int models = config.aggregation().models();
    if (models == 1) {
      values.reject(
          MODELS, "missing; parameter-averaging needs the number of models, such as one a worker");
      return;
    }
    sizes(config, models);
    refuse(
        config.aggregation().wire() != WireFormat.FP32,
        "aggregation.wire",
        "models are averaged as they are; use fp32");
    refuse(
        config.optimizer().nonFinite() == NonFinitePolicy.SKIP,
        "optimizer.non-finite",
        "models that train apart cannot skip a step together; use fail");
    refuse(
        config.engine().isMixed(),
        "engine.precision",
        "models that train apart have no loss scale in common; use fp32");
    refuse(
        config.schedule().warmup().kind() == WarmupConfig.Kind.UNTIL_ERROR,
        "schedule.warmup.kind",
        "models that train apart see no training error in common; use gradual or constant");
  }

  private void sizes(LargoConfig config, int models) {
    if (!values.problems().clean("batch.global", "batch.micro")) {
      return;
    }
    int parts = config.batch().microBatches();
    if (parts % models != 0) {
      values.reject(
          MODELS,
          "does not divide the %d micro-batches of a step, batch.global / batch.micro; use a number that does"
              .formatted(parts));
    } else if (config.workers().count() > models && values.problems().clean("workers")) {
      values.reject(
          "workers", "there are only " + models + " aggregation.models; use 1 to " + models);
    }
  }

  private void refuse(boolean found, String key, String why) {
    if (found && values.problems().clean(key)) {
      values.reject(key, why + ", or aggregation.mode = all-reduce");
    }
  }
}
