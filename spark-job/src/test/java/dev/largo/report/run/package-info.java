@NullMarked
package dev.largo.report.run;

import org.jspecify.annotations.NullMarked;
