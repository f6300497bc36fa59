package dev.largo.spark.bench.control;

import java.io.Serializable;
import java.time.Duration;

/**
 * What simulated ranks tell the driver, beside their heartbeats.
 *
 * @param ranks over all processes, at least 2
 * @param stepsPerSecond records of steps, of rank 0
 * @param layers in the record of every tenth step, of rank 0
 * @param checkpointEvery how often every rank tells of its part of a checkpoint, all at once
 * @param heartbeatTimeout as {@code recovery.heartbeat-timeout}: the beats are a sixth of it apart,
 *     and a second at most
 */
public record ControlLoad(
    int ranks,
    double stepsPerSecond,
    int layers,
    Duration checkpointEvery,
    Duration heartbeatTimeout)
    implements Serializable {
  /** Steps from one record of layers to the next. */
  static final int LAYERS_EVERY = 10;
}
