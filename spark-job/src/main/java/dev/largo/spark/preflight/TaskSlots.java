package dev.largo.spark.preflight;

import java.util.Optional;
import java.util.OptionalInt;

/** Whether what is asked of the cluster has a slot for every worker. */
final class TaskSlots implements Rule {
  @Override
  public Optional<Finding> check(Setup setup) {
    OptionalInt each = setup.slotsOfExecutor();
    if (each.isPresent() && each.getAsInt() == 0) {
      return Optional.of(noneInAnExecutor(setup));
    }
    // Jobs of driver mode can queue.
    if (setup.workers() == 0 || !setup.inStep() || setup.isElastic()) {
      return Optional.empty();
    }
    if (setup.inContainers() && setup.conf().contains(Setup.INSTANCES)) {
      int executors = setup.conf().getInt(Setup.INSTANCES, 0);
      int slots = executors * each.getAsInt();
      int enough = (setup.together() + each.getAsInt() - 1) / each.getAsInt();
      return tooFew(setup, slots, Setup.INSTANCES, executors, enough);
    }
    if (setup.isStandalone() && setup.conf().contains(Setup.MAX_CORES)) {
      int cores = setup.conf().getInt(Setup.MAX_CORES, 0);
      int enough = setup.together() * setup.taskCpus();
      return tooFew(setup, cores / setup.taskCpus(), Setup.MAX_CORES, cores, enough);
    }
    return Optional.empty();
  }

  private static Optional<Finding> tooFew(
      Setup setup, int slots, String key, int value, int enough) {
    int runs = setup.demand().runs();
    return slots >= setup.together()
        ? Optional.empty()
        : Optional.of(
            Finding.fatal(
                "workers = %d%s: %s = %d makes %d task slots; set it to %d"
                    .formatted(
                        setup.workers(),
                        runs == 1 ? "" : " in each of " + runs + " runs at once",
                        key,
                        value,
                        slots,
                        enough)));
  }

  private static Finding noneInAnExecutor(Setup setup) {
    int cores = setup.conf().getInt(Setup.EXECUTOR_CORES, 1);
    return cores < setup.taskCpus()
        ? Finding.fatal(
            "%s = %d: no task fits into an executor of %s = %d; set that to %2$d or a multiple"
                .formatted(Setup.TASK_CPUS, setup.taskCpus(), Setup.EXECUTOR_CORES, cores))
        : Finding.fatal(
            "%s = %s: no task fits into an executor of %s = %s; set both to 1"
                .formatted(
                    Setup.TASK_GPUS,
                    setup.conf().get(Setup.TASK_GPUS),
                    Setup.EXECUTOR_GPUS,
                    setup.conf().get(Setup.EXECUTOR_GPUS, "0")));
  }
}
