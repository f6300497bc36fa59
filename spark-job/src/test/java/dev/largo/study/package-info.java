@NullMarked
package dev.largo.study;

import org.jspecify.annotations.NullMarked;
