/** The driver as coordinator of ranks in other processes: membership, telemetry, first causes. */
@NullMarked
package dev.largo.spark.coordination;

import org.jspecify.annotations.NullMarked;
