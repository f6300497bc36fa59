package dev.largo;

import dev.largo.command.Console;
import dev.largo.command.LargoCommand;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The main class of {@code largo.jar}. */
public final class Largo {
  private Largo() {}

  /** Runs a command line and ends the process with its exit status. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    // Java cannot ask about one stream alone; the launcher can.
    boolean terminal = Boolean.getBoolean("largo.terminal");
    int status = LargoCommand.execute(new Console(out, err, terminal), arguments);
    // In YARN's cluster mode the driver's process is YARN's to end: an exit would read as a
    // failure.
    boolean endedByYarn = "cluster".equals(System.getProperty("spark.submit.deployMode"));
    if (status != 0 || !endedByYarn) {
      System.exit(status);
    }
  }
}
