package dev.largo.config;

import dev.largo.optim.schedule.BatchScaling;

/**
 * The learning rate of every step.
 *
 * @param baseLr rate at the reference global batch {@code baseBatch}
 */
public record ScheduleConfig(
    double baseLr, int baseBatch, BatchScaling scaling, WarmupConfig warmup, DecayConfig decay) {}
