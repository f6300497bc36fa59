/** What a run writes: its directory, its provenance and its JSON lines, on any file system. */
@NullMarked
package dev.largo.record;

import org.jspecify.annotations.NullMarked;
