package dev.largo.config;

/**
 * Dynamic loss scale of a run in mixed precision.
 *
 * @param initial first scale
 * @param growth factor after {@code growthSteps} steps without an overflow
 * @param backOff factor after an overflow
 */
public record LossScaleConfig(double initial, double growth, double backOff, int growthSteps) {}
