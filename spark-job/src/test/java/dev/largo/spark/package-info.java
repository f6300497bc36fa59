/** Tests of what runs in Spark's tasks. */
@NullMarked
package dev.largo.spark;

import org.jspecify.annotations.NullMarked;
