package dev.largo.config;

import org.jspecify.annotations.Nullable;

/**
 * What ends training before its epochs are over.
 *
 * @param steps the last step, at least 1, if the epochs have more; schedules end there too; null:
 *     none
 * @param top1 share of the validation set in (0, 1]: the first evaluation of the weights as they
 *     are that reaches it ends training; null: none does
 */
public record StopConfig(@Nullable Integer steps, @Nullable Double top1) {
  /** Training goes through all of its epochs. */
  public static final StopConfig NEVER = new StopConfig(null, null);
}
