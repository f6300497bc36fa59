package dev.largo.command;

import dev.largo.train.RunMonitor;
import dev.largo.train.StepRecord;

/** Knows how far a run has come, for the record of one that fails. */
final class ProgressCounter implements RunMonitor {
  private volatile long steps;

  ProgressCounter(long done) {
    steps = done;
  }

  long steps() {
    return steps;
  }

  @Override
  public void step(StepRecord step) {
    steps = step.step();
  }

  @Override
  public void rewound(long step) {
    steps = step;
  }
}
