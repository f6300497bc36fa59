package dev.largo.config;

import java.time.Duration;

/**
 * What becomes of a run that loses workers.
 *
 * @param retries attempts in a row that may fail without getting further than those before
 * @param heartbeatTimeout silence after which a worker counts as lost
 * @param exchangeTimeout longest wait in an exchange between workers
 * @param replacementWait longest wait for lost workers to be replaced
 */
public record RecoveryConfig(
    int retries, Duration heartbeatTimeout, Duration exchangeTimeout, Duration replacementWait) {}
