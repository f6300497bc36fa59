@NullMarked
package dev.largo.analyze;

import org.jspecify.annotations.NullMarked;
