package dev.largo.compare;

import java.util.List;
import java.util.stream.Stream;

/**
 * All that is compared.
 *
 * @param entrants with weights of their own; of each run the checkpoints first, oldest first
 * @param ensembles of entrants
 */
public record Field(List<Entrant> entrants, List<Ensemble> ensembles) {
  /**
   * The mean of several models' probabilities.
   *
   * @param members their numbers among the entrants
   */
  public record Ensemble(Candidate candidate, List<Integer> members) {
    public Ensemble {
      members = List.copyOf(members);
    }
  }

  public Field {
    entrants = List.copyOf(entrants);
    ensembles = List.copyOf(ensembles);
  }

  /** Entrants, then ensembles. */
  public List<Candidate> candidates() {
    return Stream.concat(
            entrants.stream().map(Entrant::candidate), ensembles.stream().map(Ensemble::candidate))
        .toList();
  }
}
