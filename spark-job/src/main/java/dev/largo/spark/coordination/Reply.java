package dev.largo.spark.coordination;

import dev.largo.collective.net.PeerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the driver answers.
 *
 * @param stop whether the run is to end after the step at hand
 * @param peers by rank, where the rank asked to join
 */
record Reply(boolean stop, @Nullable List<PeerAddress> peers) {}
