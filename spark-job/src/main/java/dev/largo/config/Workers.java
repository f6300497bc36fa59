package dev.largo.config;

/**
 * How many workers share a step.
 *
 * @param count the number, or 0 for as many as the cluster has slots
 */
public record Workers(int count) {
  public static final Workers AUTO = new Workers(0);

  public boolean isAuto() {
    return count == 0;
  }
}
