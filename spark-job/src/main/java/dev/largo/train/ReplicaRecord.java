package dev.largo.train;

/**
 * A refined replica: {@code replica.json} beside its model.
 *
 * @param replica from 1
 * @param worker the rank that refined it
 * @param steps of its refinement
 * @param seconds that they took
 * @param top1 share of its last epoch's samples that the network in training got right
 * @param model checksum and size of its model file
 */
public record ReplicaRecord(
    int replica, int worker, long steps, double seconds, double top1, WrittenFile model) {}
