@NullMarked
package dev.largo.report.search;

import org.jspecify.annotations.NullMarked;
