/** What gradients are computed on: the CPU, or the GPU that Spark assigned to a task. */
@NullMarked
package dev.largo.engine.device;

import org.jspecify.annotations.NullMarked;
