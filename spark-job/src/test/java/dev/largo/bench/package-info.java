@NullMarked
package dev.largo.bench;

import org.jspecify.annotations.NullMarked;
