/** JMH benchmarks of a step: profile {@code bench}. */
@NullMarked
package dev.largo.optim.bench;

import org.jspecify.annotations.NullMarked;
