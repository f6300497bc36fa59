/** Layouts of data sets: from a location to labelled images. */
@NullMarked
package dev.largo.data.format;

import org.jspecify.annotations.NullMarked;
