@NullMarked
package dev.largo.report.page;

import org.jspecify.annotations.NullMarked;
