/**
 * HOCON configuration read into validated records; every default stands in {@code reference.conf}.
 */
@NullMarked
package dev.largo.config;

import org.jspecify.annotations.NullMarked;
