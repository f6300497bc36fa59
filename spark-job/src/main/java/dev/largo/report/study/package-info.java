/** A study as a page: its cells put in series over an axis, drawn together, and laid out. */
@NullMarked
package dev.largo.report.study;

import org.jspecify.annotations.NullMarked;
