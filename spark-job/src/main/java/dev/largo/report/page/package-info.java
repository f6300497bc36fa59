/** Pages of results: one file each, that a browser shows without a network. */
@NullMarked
package dev.largo.report.page;

import org.jspecify.annotations.NullMarked;
