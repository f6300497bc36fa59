@NullMarked
package dev.largo.data.floats;

import org.jspecify.annotations.NullMarked;
