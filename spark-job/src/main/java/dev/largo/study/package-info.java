/** Many runs for one answer: grids of cells, searches, and what they came to. */
@NullMarked
package dev.largo.study;

import org.jspecify.annotations.NullMarked;
