package dev.largo.command;

import org.apache.spark.SparkUserAppException;

/** The end of the process that a command ran in. */
public final class ProcessEnd {
  private ProcessEnd() {}

  /**
   * Ends it with an exit status. In YARN's cluster mode the process is YARN's to end, and an exit
   * would read as a driver that died: there it returns where all is well.
   *
   * @throws SparkUserAppException in YARN's cluster mode, where all is not; it becomes the
   *     application's failure
   */
  public static void with(int status) throws SparkUserAppException {
    boolean endedByYarn =
        "yarn".equals(System.getProperty("spark.master"))
            && "cluster".equals(System.getProperty("spark.submit.deployMode"));
    if (!endedByYarn) {
      System.exit(status);
    }
    if (status != ExitStatus.DONE) {
      throw new SparkUserAppException(status);
    }
  }
}
