package dev.largo.train;

import org.jspecify.annotations.Nullable;

/**
 * A refined replica: {@code replica.json} beside its model.
 *
 * @param replica from 1
 * @param origin checksum over what it was refined from, and how
 * @param worker the rank that refined it
 * @param steps of its refinement
 * @param seconds that they took
 * @param top1 share of its last epoch's samples that the network in training got right
 * @param model checksum and size of its model file
 */
public record ReplicaRecord(
    int replica,
    @Nullable String origin,
    int worker,
    long steps,
    double seconds,
    double top1,
    @Nullable WrittenFile model) {}
