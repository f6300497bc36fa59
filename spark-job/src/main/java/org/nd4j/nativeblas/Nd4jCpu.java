package org.nd4j.nativeblas;

/**
 * Answers a question that Deeplearning4j 1.0.0-M2.1 asks by reflection before it uses its oneDNN
 * layers. ND4J moved its own class of this name to another package, so that without this one the
 * question fails and every layer runs without oneDNN.
 */
public final class Nd4jCpu {
  private Nd4jCpu() {}

  /** The part of ND4J's environment that is asked for. */
  public static final class Environment {
    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    /** Called by name. */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /** Called by name; the natives that Largo brings have oneDNN. */
    public boolean isUseMKLDNN() {
      return true;
    }
  }
}
