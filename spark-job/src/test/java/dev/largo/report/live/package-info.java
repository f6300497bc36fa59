@NullMarked
package dev.largo.report.live;

import org.jspecify.annotations.NullMarked;
