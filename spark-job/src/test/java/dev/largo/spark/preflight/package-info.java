@NullMarked
package dev.largo.spark.preflight;

import org.jspecify.annotations.NullMarked;
