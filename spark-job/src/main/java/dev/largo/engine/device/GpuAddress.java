package dev.largo.engine.device;

import java.util.regex.Pattern;

/**
 * What a discovery script calls a GPU, in Spark's words an address: a number, by which CUDA shows
 * it to this process, or the UUID of a GPU or of an instance of one (MIG).
 */
public record GpuAddress(String text) {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
  private static final Pattern UUID = Pattern.compile("(GPU|MIG)-[0-9A-Za-z/-]+");

  /** Refuses what is neither. */
  public GpuAddress {
    text = text.trim();
    if (!NUMBER.matcher(text).matches() && !UUID.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "spark.task.resource.gpu: the address '%s' is neither a number nor a UUID; let submit/gpu-discovery.sh print them"
              .formatted(text));
    }
  }

  boolean isUuid() {
    return UUID.matcher(text).matches();
  }

  /** The number of one that is none of UUIDs. */
  int number() {
    return Integer.parseInt(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
