"""Milliseconds that Chromium works until the twelve countries that ship stand side by side, the client whole.

An officer who has looked at two countries beside each other asks for all twelve: from the new address until
every field of every country is in the page, and what the window shows is laid out. Time of the page's own
thread, which another process's load lengthens least. What ships is in memory by then.
"""

import contextlib
from collections.abc import Iterator

from playwright.sync_api import CDPSession

from bench.chromium import new_page
from bench.figure import Figure, PromiseBroken, Round, at_most, limit, register
from bench.ours.sizes import PATIENCE_MS, offices, open_inbox
from repatria.reference import framework_countries

LIMIT_MS = 100.0
LEAST_FIELDS = 30
# What was asked for stands when as many columns do; measuring the table makes the browser lay it out.
COMPARE = """async hash => {
  const wanted = hash.split('/').at(-1).split(',').length + 1;
  location.hash = hash;
  await new Promise(done => {
    const look = () => {
      if (document.querySelectorAll('.framework-table thead th').length === wanted) done();
      else requestAnimationFrame(look);
    };
    look();
  });
  const table = document.querySelector('.framework-table');
  const { height } = table.getBoundingClientRect();
  return { height, fields: table.querySelectorAll('tbody tr:not(.framework-section-row)').length };
}"""


@contextlib.contextmanager
def comparing_twelve() -> Iterator[Round]:
    twelve = ",".join(country.lower() for country in framework_countries())
    with offices() as network, new_page() as page:
        page.set_default_timeout(PATIENCE_MS)
        open_inbox(page, network)
        page.evaluate("() => { location.hash = '#/frameworks/compare' }")
        page.locator(".framework-compare").wait_for()
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def take() -> float:
            page.evaluate(COMPARE, "#/frameworks/compare/ch,gb")
            began = _worked(session)
            found = page.evaluate(COMPARE, f"#/frameworks/compare/{twelve}")
            if found["fields"] < LEAST_FIELDS or not found["height"]:
                raise PromiseBroken(f"{found['fields']} fields are shown")
            return _worked(session) - began

        yield take


def _worked(session: CDPSession) -> float:
    """Milliseconds of the page's thread in all."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


register(Figure("compare-12-countries", "ms", at_most(1), comparing_twelve, limit(LIMIT_MS)))
