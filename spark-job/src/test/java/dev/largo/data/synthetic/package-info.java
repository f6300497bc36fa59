@NullMarked
package dev.largo.data.synthetic;

import org.jspecify.annotations.NullMarked;
