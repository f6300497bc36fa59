package dev.largo.spark.preflight;

import java.util.Optional;

/** Whether each worker gets a GPU of its own. */
final class GpuAmounts implements Rule {
  @Override
  public Optional<Finding> check(Setup setup) {
    double ofTask = setup.conf().getDouble(Setup.TASK_GPUS, 0);
    if (!setup.gpuBuild()) {
      return ofTask == 0
          ? Optional.empty()
          : Optional.of(
              Finding.doubtful(
                  "%s = %s: this build computes on the CPU, and the GPUs stand idle; build with mvn -Pcuda package, or leave it out"
                      .formatted(Setup.TASK_GPUS, setup.conf().get(Setup.TASK_GPUS))));
    }
    if (ofTask == 0) {
      return Optional.of(
          Finding.doubtful(
              "%s: not set, so that workers of one host may meet on one GPU; set it and %s to 1"
                  .formatted(Setup.TASK_GPUS, Setup.EXECUTOR_GPUS)));
    }
    return ofTask <= 1
        ? Optional.empty()
        : Optional.of(
            Finding.fatal(
                "%s = %s: a worker computes on one GPU; set it to 1"
                    .formatted(Setup.TASK_GPUS, setup.conf().get(Setup.TASK_GPUS))));
  }
}
