package dev.largo.config;

/**
 * When checkpoints are written and how many stay.
 *
 * @param every interval between checkpoints
 * @param keep newest checkpoints that are kept, at least 1
 */
public record CheckpointConfig(Every every, int keep) {}
