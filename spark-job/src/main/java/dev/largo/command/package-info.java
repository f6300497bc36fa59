/** The command line: what the user types, wired to what does it. */
@NullMarked
package dev.largo.command;

import org.jspecify.annotations.NullMarked;
