/**
 * L-BFGS-B (Byrd, Lu, Nocedal and Zhu 1995): minimizes a smooth function of many variables in a
 * box.
 */
@NullMarked
package dev.largo.analyze.box;

import org.jspecify.annotations.NullMarked;
