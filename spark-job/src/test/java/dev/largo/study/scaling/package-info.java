/** Tests of the cost model of scaling. */
@NullMarked
package dev.largo.study.scaling;

import org.jspecify.annotations.NullMarked;
