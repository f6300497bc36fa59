@NullMarked
package dev.largo.report;

import org.jspecify.annotations.NullMarked;
