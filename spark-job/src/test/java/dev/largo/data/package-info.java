/** Tests of the data path, with sets written by the tests and, where present, real ones. */
@NullMarked
package dev.largo.data;

import org.jspecify.annotations.NullMarked;
