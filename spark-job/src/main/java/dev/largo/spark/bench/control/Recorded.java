package dev.largo.spark.bench.control;

import dev.largo.train.LayerRecord;
import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what would be written down. */
final class Recorded implements RunMonitor {
  private final AtomicLong steps = new AtomicLong();
  private final AtomicLong layers = new AtomicLong();

  /** In their order, or the rank that told them out of it ends the run. */
  @Override
  public void step(StepRecord step) {
    if (step.step() != steps.incrementAndGet()) {
      throw new IllegalStateException(
          "step %d was told as the %dth".formatted(step.step(), steps.get()));
    }
  }

  @Override
  public void layers(List<LayerRecord> of) {
    layers.incrementAndGet();
  }

  long steps() {
    return steps.get();
  }

  long layers() {
    return layers.get();
  }
}
