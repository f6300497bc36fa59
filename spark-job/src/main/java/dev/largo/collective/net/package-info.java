/**
 * The collective between processes, on Spark's transport library; between processes of one host
 * bulk data goes through shared memory.
 */
@NullMarked
package dev.largo.collective.net;

import org.jspecify.annotations.NullMarked;
