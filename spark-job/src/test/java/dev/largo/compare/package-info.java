@NullMarked
package dev.largo.compare;

import org.jspecify.annotations.NullMarked;
