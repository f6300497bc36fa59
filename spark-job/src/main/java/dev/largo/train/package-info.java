/** The training loop, its steps, and the ports to whoever runs, records and evaluates it. */
@NullMarked
package dev.largo.train;

import org.jspecify.annotations.NullMarked;
