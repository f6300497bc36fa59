/** A run as a page: read through once, drawn together, and laid out. */
@NullMarked
package dev.largo.report.run;

import org.jspecify.annotations.NullMarked;
