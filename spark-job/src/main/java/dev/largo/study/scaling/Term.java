package dev.largo.study.scaling;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a part of a step's time is proportional to. A vector of P parameters is cut into slices of
 * P/W, one a worker; every exchange is one message from each worker to each other.
 */
public enum Term {
  /** Samples of the worker that has most of them. */
  @JsonProperty("sample")
  SAMPLE("a sample"),
  /** The same for every step. */
  @JsonProperty("step")
  STEP("a step"),
  /** The own slice of a vector: 1/W of it. */
  @JsonProperty("slice")
  SLICE("a vector's slices"),
  /** All slices but the own one: (W-1)/W of a vector, sent and received once. */
  @JsonProperty("exchange")
  EXCHANGE("a vector exchanged"),
  /** The own slice of every partial sum. */
  @JsonProperty("sum_slice")
  SUM_SLICE("a sum's slices"),
  /** The other slices of every partial sum. */
  @JsonProperty("sum_exchange")
  SUM_EXCHANGE("a sum exchanged"),
  /** Other workers, each of which is sent a message an exchange. */
  @JsonProperty("peer")
  PEER("a further worker");

  private final String title;

  Term(String title) {
    this.title = title;
  }

  /** How much of it a step has. */
  double of(StepLoad load) {
    double own = 1.0 / load.workers();
    return switch (this) {
      case SAMPLE -> load.samples();
      case STEP -> 1;
      case SLICE -> own;
      case EXCHANGE -> 1 - own;
      case SUM_SLICE -> load.vectors() * own;
      case SUM_EXCHANGE -> load.vectors() * (1 - own);
      case PEER -> load.workers() - 1.0;
    };
  }

  /** What one of it is, in words. */
  @Override
  public String toString() {
    return title;
  }
}
