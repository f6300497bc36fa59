/** Parquet files of images and their labels: opened, checked, and read a row group at a time. */
@NullMarked
package dev.largo.data.parquet;

import org.jspecify.annotations.NullMarked;
