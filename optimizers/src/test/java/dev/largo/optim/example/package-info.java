/** What the README shows. */
@NullMarked
package dev.largo.optim.example;

import org.jspecify.annotations.NullMarked;
