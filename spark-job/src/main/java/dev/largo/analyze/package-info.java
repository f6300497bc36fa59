/** What the loss looks like around trained weights. */
@NullMarked
package dev.largo.analyze;

import org.jspecify.annotations.NullMarked;
