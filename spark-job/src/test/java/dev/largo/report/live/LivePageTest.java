package dev.largo.report.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.largo.report.page.LiveHtml;
import dev.largo.report.page.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class LivePageTest {
  private final Counted source = new Counted();
  private final LivePage page = new LivePage(source, source);

  private static String text(LiveHtml html) {
    return new String(html.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void isMadeAnewWhenItsSourceHasChanged() throws IOException {
    LiveHtml first = page.current();
    source.pass(LivePage.LOOK);
    assertSame(first, page.current(), "nothing has changed");

    source.text = "second";
    source.pass(LivePage.LOOK);
    LiveHtml second = page.current();

    assertTrue(text(first).contains("<p>first</p>"));
    assertTrue(text(second).contains("<p>second</p>"));
    assertNotEquals(first.version(), second.version());
    assertTrue(text(second).contains("data-version=\"" + second.version() + "\""));
    assertEquals(2, source.pages.get());
  }

  @Test
  void sourceIsLookedAtNowAndThenHoweverManyAsk() throws IOException {
    LiveHtml first = page.current();
    source.text = "second";
    source.pass(LivePage.LOOK.minusMillis(1));
    for (int i = 0; i < 100; i++) {
      assertSame(first, page.current());
    }
    assertEquals(1, source.looks.get());

    source.pass(Duration.ofMillis(1));
    assertNotSame(first, page.current());
  }

  @Test
  void pageThatTakesLongIsMadeSeldom() throws IOException {
    source.effort = Duration.ofSeconds(13);
    LiveHtml first = page.current();
    source.text = "second";

    source.pass(Duration.ofSeconds(129));
    assertSame(first, page.current());
    source.pass(Duration.ofSeconds(1));
    assertNotSame(first, page.current());
  }

  @Test
  void failureIsShownUntilItIsOver() throws IOException {
    source.failure = new IllegalStateException("metrics.jsonl: line 3 is <torn>");
    assertTrue(text(page.current()).contains("metrics.jsonl: line 3 is &lt;torn&gt;"));

    source.failure = null;
    source.pass(LivePage.LOOK);
    assertTrue(text(page.current()).contains("<p>first</p>"), "though nothing has changed");
  }

  @Test
  void pageIsThereAgainAfterItsStorageThoughNothingHasChanged() throws IOException {
    page.current();
    source.unreachable = true;
    source.pass(LivePage.LOOK);
    assertTrue(text(page.current()).contains("storage does not answer"));

    source.unreachable = false;
    source.pass(LivePage.LOOK);
    assertTrue(text(page.current()).contains("<p>first</p>"));
  }

  @Test
  void failureAfterALongWaitIsSoonOver() throws IOException {
    source.failure = new IllegalStateException("storage does not answer");
    source.effort = Duration.ofMinutes(2);
    page.current();

    source.failure = null;
    source.pass(LivePage.LOOK);
    assertTrue(text(page.current()).contains("<p>first</p>"));
  }

  @Test
  void pageThatTookForEverIsMadeAgainWithinMinutes() throws IOException {
    source.effort = Duration.ofHours(1);
    LiveHtml first = page.current();
    source.text = "second";

    source.pass(LivePage.LONGEST.minusMillis(1));
    assertSame(first, page.current());
    source.pass(Duration.ofMillis(1));
    assertNotSame(first, page.current());
  }

  @Test
  void onePageIsMadeAtATimeAndOthersGetTheLastOne() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    PageSource slow =
        new PageSource() {
          @Override
          public String state() throws IOException {
            return source.state();
          }

          @Override
          public Page page() throws IOException {
            Page made = source.page();
            if (source.pages.get() == 2) {
              begun.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            }
            return made;
          }
        };
    LivePage shared = new LivePage(slow, source);
    LiveHtml first = shared.current();
    source.text = "second";
    source.pass(LivePage.LOOK);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<LiveHtml> second = threads.submit(shared::current);
    begun.await();

    assertSame(first, shared.current());
    goOn.countDown();

    assertTrue(text(second.get()).contains("<p>second</p>"));
    assertEquals(List.of(2, 2), List.of(source.pages.get(), source.looks.get()));
    threads.shutdown();
  }

  @Test
  void versionSaysWhatIsShown() throws IOException {
    LivePage other = new LivePage(source, System::nanoTime);

    assertEquals(page.current().version(), other.current().version());
  }
}
