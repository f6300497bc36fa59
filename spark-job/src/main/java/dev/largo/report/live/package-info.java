/** Pages of results while they come in, over HTTP. */
@NullMarked
package dev.largo.report.live;

import org.jspecify.annotations.NullMarked;
