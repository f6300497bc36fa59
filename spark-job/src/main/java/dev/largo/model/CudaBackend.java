package dev.largo.model;

/** Which of ND4J's backends this build has, found without loading ND4J. */
public final class CudaBackend {
  private static final String CONFIGURATION = "/nd4j-jcublas.properties";

  private CudaBackend() {}

  /** Whether ND4J computes on GPUs here: whether Largo was built with the profile {@code cuda}. */
  public static boolean isPresent() {
    return CudaBackend.class.getResource(CONFIGURATION) != null;
  }
}
