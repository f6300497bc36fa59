@NullMarked
package dev.largo.spark.bench;

import org.jspecify.annotations.NullMarked;
