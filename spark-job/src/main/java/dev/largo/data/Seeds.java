package dev.largo.data;

/**
 * Derives well-separated seeds from a run's seed and the numbers of what is random: an epoch, a
 * sample.
 *
 * <p>Each number is folded in with the finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable
 * pseudorandom number generators, OOPSLA 2014, with Stafford's variant 13 constants). The functions
 * are fixed for good: recorded runs repeat only while they stay as they are.
 */
public final class Seeds {
  static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** First bits of pi after the point. */
  private static final long NUMBER_SALT = 0x243F6A8885A308D3L;

  private Seeds() {}

  /** Seed of the stream of number {@code a}, for example of an epoch. */
  public static long mix(long seed, long a) {
    return fold(mix64(seed + GOLDEN_GAMMA), a);
  }

  /** Seed of the stream of the pair (a, b), for example of a sample in an epoch. */
  public static long mix(long seed, long a, long b) {
    return fold(mix(seed, a), b);
  }

  /** Spreads every bit of the argument over the whole result; a bijection. */
  public static long mix64(long z) {
    long s = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    s = (s ^ (s >>> 27)) * 0x94D049BB133111EBL;
    return s ^ (s >>> 31);
  }

  // Number and state are mixed unalike, so that neither (a, b) and (b, a) nor a seed and the number
  // after it can be exchanged.
  private static long fold(long state, long number) {
    return mix64((state ^ mix64(number ^ NUMBER_SALT)) + GOLDEN_GAMMA);
  }
}
