@NullMarked
package dev.largo.analyze.box;

import org.jspecify.annotations.NullMarked;
