/** How speed grows with the workers: a cost model of a step, fitted to a study's cells. */
@NullMarked
package dev.largo.study.scaling;

import org.jspecify.annotations.NullMarked;
