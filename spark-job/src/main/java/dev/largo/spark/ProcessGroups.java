package dev.largo.spark;

import dev.largo.collective.net.ProcessGroup;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The groups that are open in this JVM: one for all ranks of an attempt. The first rank opens it,
 * the last one closes it, and an attempt puts an end to the one before it.
 */
final class ProcessGroups {
  /** By run: that of its newest attempt. */
  private static final Map<String, Shared> OPEN = new HashMap<>();

  /** All that have ranks. */
  private static final IdentityHashMap<ProcessGroup, Shared> SHARED = new IdentityHashMap<>();

  private ProcessGroups() {}

  private static final class Shared {
    private final int generation;
    private final ProcessGroup group;
    private int ranks;

    private Shared(int generation, ProcessGroup group) {
      this.generation = generation;
      this.group = group;
    }
  }

  /** The group of an attempt, to be given back by {@link #leave}. */
  static synchronized ProcessGroup enter(RunSpec spec) {
    Shared shared = OPEN.get(spec.id());
    if (shared != null && shared.generation != spec.generation()) {
      if (shared.generation > spec.generation()) {
        throw new IllegalStateException("attempt " + spec.generation() + " is over");
      }
      shared.group.abort(new IllegalStateException("attempt " + shared.generation + " is over"));
      shared = null;
    }
    if (shared == null) {
      shared =
          new Shared(
              spec.generation(),
              ProcessGroup.listen(
                  SparkTransport.ofExecutor(),
                  spec.requireCoordinator().token() + "/" + spec.generation(),
                  spec.config().recovery().exchangeTimeout()));
      OPEN.put(spec.id(), shared);
      SHARED.put(shared.group, shared);
    }
    shared.ranks++;
    return shared.group;
  }

  /** Puts an end to the exchanges of an attempt's ranks in this JVM. */
  static synchronized void abort(RunSpec spec, Throwable why) {
    Shared shared = OPEN.get(spec.id());
    if (shared != null && shared.generation == spec.generation()) {
      shared.group.abort(why);
    }
  }

  /** A rank has ended; the last one of its attempt closes the group, outside of the lock. */
  static void leave(RunSpec spec, ProcessGroup group) {
    synchronized (ProcessGroups.class) {
      Shared shared = SHARED.get(group);
      if (shared == null || --shared.ranks > 0) {
        return;
      }
      SHARED.remove(group);
      OPEN.remove(spec.id(), shared);
    }
    group.close();
  }
}
