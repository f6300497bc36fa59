@NullMarked
package dev.largo.data.pack;

import org.jspecify.annotations.NullMarked;
