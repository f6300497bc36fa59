@NullMarked
package dev.largo.spark.program;

import org.jspecify.annotations.NullMarked;
