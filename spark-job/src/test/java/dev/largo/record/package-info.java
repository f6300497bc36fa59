@NullMarked
package dev.largo.record;

import org.jspecify.annotations.NullMarked;
