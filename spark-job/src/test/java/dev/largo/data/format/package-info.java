@NullMarked
package dev.largo.data.format;

import org.jspecify.annotations.NullMarked;
