package dev.largo.engine.distill;

import dev.largo.data.MicroBatch;
import dev.largo.engine.GradientEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Trained networks that are asked together. Those of the same network share a replica. */
public final class Teachers implements AutoCloseable {
  private final List<Teacher> teachers;

  /** Number of the teacher whose parameters a replica holds. */
  private final Map<GradientEngine, Integer> present = new LinkedHashMap<>();

  /**
   * A trained network.
   *
   * @param engine a replica of it; several teachers may share one
   * @param parameters the flat vector, not held for longer than it is used
   */
  public record Teacher(GradientEngine engine, Supplier<float[]> parameters) {}

  /** Teachers, at least one, whose replicas are closed with them. */
  public Teachers(List<Teacher> teachers) {
    if (teachers.isEmpty()) {
      throw new IllegalArgumentException("no teachers");
    }
    this.teachers = List.copyOf(teachers);
  }

  /**
   * Opens a replica a network.
   *
   * @param networks of the teachers, in their order
   * @param parameters likewise
   * @param open makes a replica of a network
   */
  public static <N> Teachers open(
      List<N> networks, List<Supplier<float[]>> parameters, Function<N, GradientEngine> open) {
    Map<N, GradientEngine> engines = new LinkedHashMap<>();
    List<Teacher> teachers = new ArrayList<>();
    try {
      for (int i = 0; i < networks.size(); i++) {
        GradientEngine engine = engines.computeIfAbsent(networks.get(i), open);
        teachers.add(new Teacher(engine, parameters.get(i)));
      }
    } catch (RuntimeException | Error e) {
      engines.values().forEach(GradientEngine::close);
      throw e;
    }
    return new Teachers(teachers);
  }

  /**
   * The mean of what they say of a micro-batch, as they are used after training.
   *
   * @param temperature that their logits are divided by; since softmax forgets a common factor, a
   *     probability p becomes p^(1/temperature), scaled so that the classes add up to 1
   * @return samples x classes
   */
  public float[] probabilities(MicroBatch batch, double temperature) {
    double[] sum = new double[0];
    for (int number = 0; number < teachers.size(); number++) {
      Teacher teacher = teachers.get(number);
      if (!Integer.valueOf(number).equals(present.remove(teacher.engine()))) {
        teacher.engine().setParameters(teacher.parameters().get());
      }
      present.put(teacher.engine(), number); // Nobody is, while parameters may be half there.
      float[] own = teacher.engine().probabilities(batch);
      sum = sum.length == 0 ? new double[own.length] : sum;
      addSoftened(own, own.length / batch.count(), temperature, sum);
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / teachers.size());
    }
    return mean;
  }

  private static void addSoftened(
      float[] probabilities, int classes, double temperature, double[] sum) {
    double[] softened = new double[classes];
    for (int row = 0; row < probabilities.length; row += classes) {
      double largest = 0; // Of small numbers no power is left.
      for (int c = 0; c < classes; c++) {
        largest = Math.max(largest, probabilities[row + c]);
      }
      double total = 0;
      for (int c = 0; c < classes; c++) {
        double p = probabilities[row + c] / largest;
        softened[c] = temperature == 1 ? p : StrictMath.pow(p, 1 / temperature);
        total += softened[c];
      }
      for (int c = 0; c < classes; c++) {
        sum[row + c] += softened[c] / total;
      }
    }
  }

  @Override
  public void close() {
    Set<GradientEngine> engines = new LinkedHashSet<>();
    teachers.forEach(teacher -> engines.add(teacher.engine()));
    engines.forEach(GradientEngine::close);
  }
}
