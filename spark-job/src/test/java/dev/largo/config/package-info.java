@NullMarked
package dev.largo.config;

import org.jspecify.annotations.NullMarked;
