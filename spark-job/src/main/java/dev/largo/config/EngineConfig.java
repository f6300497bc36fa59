package dev.largo.config;

/**
 * How gradients are computed.
 *
 * @param threads OpenMP threads of each worker; part of what makes two runs bit-identical
 */
public record EngineConfig(EngineKind kind, int threads) {}
