package dev.largo.study.scaling;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a part of a step costs.
 *
 * @param seconds of one of each term, not negative; the part is the sum of all
 */
public record PartCost(Map<Term, Double> seconds) {
  public PartCost {
    seconds = Collections.unmodifiableMap(new EnumMap<>(seconds));
  }

  /** Costs that belong to terms one by one. */
  static PartCost of(List<Term> terms, double[] seconds) {
    Map<Term, Double> all = new EnumMap<>(Term.class);
    for (int i = 0; i < seconds.length; i++) {
      all.put(terms.get(i), seconds[i]);
    }
    return new PartCost(all);
  }

  double of(StepLoad load) {
    double sum = 0;
    for (Map.Entry<Term, Double> term : seconds.entrySet()) {
      sum += term.getValue() * term.getKey().of(load);
    }
    return sum;
  }

  /** Seconds of one of a term; 0 where the part has none of it. */
  double of(Term term) {
    return seconds.getOrDefault(term, 0.0);
  }
}
