/** Float records: sets of labelled vectors in files of Largo's own, read at random. */
@NullMarked
package dev.largo.data.floats;

import org.jspecify.annotations.NullMarked;
