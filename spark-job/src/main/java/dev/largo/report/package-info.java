/** What a person sees of a run: progress while it goes on, and its result in a table. */
@NullMarked
package dev.largo.report;

import org.jspecify.annotations.NullMarked;
