package dev.largo.train;

import java.time.Instant;

/**
 * A loss of workers that a run got over: a line of {@code recoveries.jsonl}.
 *
 * @param time when the loss was noticed
 * @param step the last step made before it
 * @param resumedAfter the step of the checkpoint that the run went on from; 0 for its start
 * @param cause what was lost, in one line
 * @param workers how many went on
 * @param seconds from the notice to the end of the first step made after it
 */
public record RecoveryRecord(
    Instant time, long step, long resumedAfter, String cause, int workers, double seconds) {}
