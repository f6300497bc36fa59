/** What a person sees of a run. */
@NullMarked
package dev.largo.report;

import org.jspecify.annotations.NullMarked;
