/** What a layer's weights look like: as a histogram, and as a picture. */
@NullMarked
package dev.largo.report.weights;

import org.jspecify.annotations.NullMarked;
