@NullMarked
package dev.largo.data.parquet;

import org.jspecify.annotations.NullMarked;
