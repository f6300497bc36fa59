/** Tests that need real parts: processes, file systems, clusters. */
@NullMarked
package dev.largo.it;

import org.jspecify.annotations.NullMarked;
