/** A search as a page: the best trial, and what the others tell about each key. */
@NullMarked
package dev.largo.report.search;

import org.jspecify.annotations.NullMarked;
