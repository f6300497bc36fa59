package dev.largo.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Connections of processes, cut from outside. */
final class Sockets {
  private Sockets() {}

  /** Closes every connection between two processes. */
  static void cut(List<ProcessHandle> processes) throws Exception {
    String all = Commands.output("ss", "-tnpH", "state", "established").text();
    Pattern form = Pattern.compile("127.0.0.1]?:(\\d+)\\s+\\S*127.0.0.1]?:(\\d+)\\s.*pid=(\\d+),");
    List<Set<String>> ports = new ArrayList<>();
    for (ProcessHandle process : processes) {
      Set<String> own = new TreeSet<>();
      for (String line : all.lines().toList()) {
        Matcher matcher = form.matcher(line);
        if (matcher.find() && matcher.group(3).equals("" + process.pid())) {
          own.add(matcher.group(1) + " " + matcher.group(2));
        }
      }
      ports.add(own);
    }
    int cut = 0;
    for (String pair : ports.get(0)) {
      String[] ends = pair.split(" ", -1);
      if (ports.get(1).contains(ends[1] + " " + ends[0])) {
        cut++;
        Commands.output("ss", "-K", "sport", "=", ":" + ends[0], "dport", "=", ":" + ends[1]);
      }
    }
    assertTrue(cut > 0, () -> "no connection between " + processes + " in\n" + all);
  }

  /** Whether this machine has what it takes. */
  static boolean canBeKilled() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      client.setSoTimeout(2000);
      Commands.output("ss", "-K", "dport", "=", ":" + server.getLocalPort());
      try {
        return client.getInputStream().read() < 0;
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return true;
      }
    } catch (IOException e) {
      return false; // There is no ss.
    }
  }
}
