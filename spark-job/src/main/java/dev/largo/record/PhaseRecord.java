package dev.largo.record;

/**
 * What a phase of SWAP took and came to: a line of {@code phases.jsonl}.
 *
 * @param phase {@code large-batch}, {@code replica-1} ..., {@code refinement} (all replicas: means
 *     of their shares, the seconds of the worker that had most to do) or {@code average}
 * @param steps of the phase; of each replica
 * @param seconds of its steps, or of averaging and recomputing batch-norm statistics; checkpoints
 *     and evaluations are left out, and so is what a crash has lost
 * @param trainTop1 share of its last epoch's samples that the network in training got right; NaN
 *     where it does not train
 * @param top1 share of the validation set
 */
public record PhaseRecord(
    String phase, long steps, double seconds, double trainTop1, double top1) {}
