/** Tests of the choice of a device. */
@NullMarked
package dev.largo.engine.device;

import org.jspecify.annotations.NullMarked;
