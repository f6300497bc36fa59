/** What a run records, as event files that TensorBoard reads. */
@NullMarked
package dev.largo.report.tensorboard;

import org.jspecify.annotations.NullMarked;
