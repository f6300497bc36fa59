/** The synthetic set: pictures that are drawn, so that nothing has to be downloaded. */
@NullMarked
package dev.largo.data.synthetic;

import org.jspecify.annotations.NullMarked;
