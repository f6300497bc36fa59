@NullMarked
package dev.largo.collective.net;

import org.jspecify.annotations.NullMarked;
