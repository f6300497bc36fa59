'use strict';
(() => {
  const shown = document.currentScript.dataset.version;
  const note = document.createElement('p');
  document.querySelector('header').append(note);

  // A page that nobody looks at asks for nothing.
  const ask = async () => {
    try {
      if (!document.hidden) {
        const answer = await fetch('version', { cache: 'no-store' });
        if (answer.ok && (await answer.text()) !== shown) {
          location.reload();
          return;
        }
        note.textContent = 'Live: the page is loaded anew when there is more to show.';
      }
    } catch {
      note.textContent = 'No longer live: the command that showed this page has ended. A run leaves its last page in report.html.';
    }
    setTimeout(ask, 3000);
  };
  ask();
})();
