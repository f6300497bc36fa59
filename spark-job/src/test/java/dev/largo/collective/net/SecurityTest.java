package dev.largo.collective.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.collective.CollectiveException;
import dev.largo.config.WireFormat;
import dev.largo.optim.layout.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SecurityTest {
  private static final String CRYPTO = "spark.network.crypto.enabled=true";
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static ProcessGroup listen(TransportSettings settings, String token) {
    return ProcessGroup.listen(settings, token, Duration.ofSeconds(5));
  }

  private static void awaitRefused(ProcessGroup group, long count) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (group.refused() < count && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertEquals(count, group.refused());
  }

  /** Sends bytes to a listening group; returns when it has closed the connection. */
  private static void send(ProcessGroup group, byte[]... bytes) throws IOException {
    try (Socket socket = new Socket(group.address().host(), group.address().port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      try {
        for (byte[] some : bytes) {
          out.write(some);
        }
        out.flush();
        assertEquals(-1, socket.getInputStream().read());
      } catch (IOException reset) {
        assertFalse(reset instanceof java.net.SocketTimeoutException, "still open");
      }
    }
  }

  private static byte[] frame(long length, int type, byte... rest) {
    return ByteBuffer.allocate(9 + rest.length).putLong(length).put((byte) type).put(rest).array();
  }

  /** A one-way message: length of the body, then the body. */
  private static byte[] message(Message message) {
    ByteBuffer body = message.encode();
    ByteBuffer rest = ByteBuffer.allocate(4 + body.remaining()).putInt(body.remaining()).put(body);
    return frame(9L + rest.capacity(), 9, rest.array());
  }

  private static Message hello(String token) {
    return new Message.Hello(token, new PeerAddress("127.0.0.1", 1, "other"), "", 0);
  }

  @Test
  void framesThatAreOversizedMalformedOrUnknownCloseTheConnectionAndAreCounted() throws Exception {
    try (ProcessGroup group = listen(Processes.settings(), Processes.TOKEN)) {
      List<byte[]> bad =
          List.of(
              frame(FrameGuard.MAX_FRAME + 1L, 9),
              frame(-1, 9),
              frame(8, 9),
              frame(Long.MIN_VALUE, 9),
              frame(100, 77),
              frame(100, 0),
              frame(10, 10),
              "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
              frame(9 + 20, 10, ByteBuffer.allocate(20).putLong(12, -5).array()));
      for (byte[] bytes : bad) {
        send(group, bytes);
      }

      awaitRefused(group, bad.size());
    }
  }

  @Test
  void aStrangerMaySendLittle() throws Exception {
    try (ProcessGroup group = listen(Processes.settings(), Processes.TOKEN)) {
      send(group, frame(1 << 20, 9), new byte[100_000]);

      awaitRefused(group, 1);
    }
  }

  @Test
  void aWrongTokenIsRefusedAndCounted() throws Exception {
    try (ProcessGroup group = listen(Processes.settings(), Processes.TOKEN);
        ProcessGroup other = listen(Processes.settings(), "another generation's")) {
      send(group, message(hello("wrong")));
      send(group, message(new Message.Abort("I am no one")));
      assertThrows(
          CollectiveException.class,
          () -> other.connect(List.of(group.address(), other.address())));

      awaitRefused(group, 3);
      assertEquals(null, group.failure());
    }
  }

  @Test
  void nonsenseAfterTheTokenClosesTheConnectionAndIsCounted() throws Exception {
    try (ProcessGroup group = listen(Processes.settings(), Processes.TOKEN)) {
      send(group, message(hello(Processes.TOKEN)), message(new Message.Bulk(1, 1L << 40)));

      awaitRefused(group, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CRYPTO, "spark.network.crypto.enabled=false"})
  void aWrongSecretIsRefusedAndCounted(String crypto) throws Exception {
    try (ProcessGroup group =
            listen(Processes.settings(Processes.secret("one"), crypto), Processes.TOKEN);
        ProcessGroup other =
            listen(Processes.settings(Processes.secret("two"), crypto), Processes.TOKEN)) {
      assertThrows(
          CollectiveException.class,
          () -> other.connect(List.of(group.address(), other.address())));

      awaitRefused(group, 1);
      assertEquals(null, group.failure());
    }
  }

  @Test
  void withoutASecretNothingIsHeard() throws Exception {
    try (ProcessGroup group =
        listen(Processes.settings(Processes.secret("one"), CRYPTO), Processes.TOKEN)) {
      try (ProcessGroup without =
          ProcessGroup.listen(Processes.settings(), Processes.TOKEN, Duration.ofMillis(500))) {
        assertThrows(
            CollectiveException.class,
            () -> without.connect(List.of(group.address(), without.address())));
      }

      awaitRefused(group, 1);
      assertEquals(null, group.failure());
    }
  }

  @Test
  void withTheSecretTheBytesBetweenProcessesAreEncrypted() throws Exception {
    assertTrue(travelsPlainly(Processes.settings(Processes.sharedMemory(false))));
    assertFalse(
        travelsPlainly(
            Processes.settings(Processes.secret("one"), CRYPTO, Processes.sharedMemory(false))));
  }

  /** Whether numbers that one process sends are seen on a wire to the other. */
  private boolean travelsPlainly(TransportSettings settings) throws Exception {
    try (ProcessGroup first = listen(settings, Processes.TOKEN);
        ProcessGroup second = listen(settings, Processes.TOKEN);
        ServerSocket wire = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      ByteArrayOutputStream seen = new ByteArrayOutputStream();
      Future<?> unused = threads.submit(() -> relay(wire, second.address(), seen));
      PeerAddress tapped =
          new PeerAddress("127.0.0.1", wire.getLocalPort(), second.address().process());
      Future<?> connecting = threads.submit(() -> first.connect(List.of(first.address(), tapped)));
      second.connect(List.of(first.address(), second.address()));
      connecting.get(10, TimeUnit.SECONDS);
      float[] numbers = new float[20_000];
      byte[] needle = new byte[64];
      for (int i = 0; i < 16; i++) {
        numbers[i] = 1.2345f * (i + 1);
        ByteBuffer.wrap(needle).order(java.nio.ByteOrder.LITTLE_ENDIAN).putFloat(4 * i, numbers[i]);
      }
      List<Slice> slices = Slice.partition(20_000, 2);
      Future<?> gathering =
          threads.submit(() -> first.member(0).allGather(numbers, slices, WireFormat.FP32));
      float[] received = new float[20_000];
      second.member(1).allGather(received, slices, WireFormat.FP32);
      gathering.get(10, TimeUnit.SECONDS);
      assertEquals(numbers[3], received[3]);
      synchronized (seen) {
        String all = seen.toString(StandardCharsets.ISO_8859_1);
        return all.contains(new String(needle, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private Integer relay(ServerSocket wire, PeerAddress to, ByteArrayOutputStream seen)
      throws IOException {
    Socket in = wire.accept();
    Socket out = new Socket(to.host(), to.port());
    Future<?> unused = threads.submit(() -> copy(out.getInputStream(), in.getOutputStream(), seen));
    return copy(in.getInputStream(), out.getOutputStream(), seen);
  }

  private static Integer copy(InputStream from, OutputStream to, ByteArrayOutputStream seen)
      throws IOException {
    byte[] buffer = new byte[8192];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      synchronized (seen) {
        seen.write(buffer, 0, n);
      }
      to.write(buffer, 0, n);
      to.flush();
    }
    return 0;
  }
}
