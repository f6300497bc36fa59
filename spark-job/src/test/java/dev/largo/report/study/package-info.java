@NullMarked
package dev.largo.report.study;

import org.jspecify.annotations.NullMarked;
