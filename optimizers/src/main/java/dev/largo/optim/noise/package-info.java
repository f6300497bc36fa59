/** How noisy a mini-batch gradient is, and with it how large a batch is worth its samples. */
@NullMarked
package dev.largo.optim.noise;

import org.jspecify.annotations.NullMarked;
