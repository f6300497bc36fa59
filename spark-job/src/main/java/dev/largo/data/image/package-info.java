/** Image files, decoded and scaled. */
@NullMarked
package dev.largo.data.image;

import org.jspecify.annotations.NullMarked;
