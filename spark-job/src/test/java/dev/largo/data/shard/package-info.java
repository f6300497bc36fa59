@NullMarked
package dev.largo.data.shard;

import org.jspecify.annotations.NullMarked;
