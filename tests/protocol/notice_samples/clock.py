"""What the clock alone does to a notice, and that no statement turns it back."""

from tests.protocol.invented import Network
from tests.protocol.notice_samples.making import (
    DAY,
    REVIEW,
    act,
    at,
    sample,
    says,
    submit,
    submitted,
    suspend,
    suspended,
    valid,
)
from tests.protocol.statement_samples.making import Expect, Final


@sample("a valid notice expires at its end, not before")
def _(n: Network) -> tuple[Final, Expect]:
    notice = valid(n, days=2)
    end = notice.value["until"]
    states = says(
        (notice, end - 1, "valid"), (notice, end, "expired"), (notice, end + 9_999 * DAY, "expired")
    )
    return submit(n), states


@sample("a suspension that nobody resolves cancels")
def _(n: Network) -> tuple[Final, Expect]:
    notice = valid(n)
    made = suspend(n, notice)
    then = made.value["until"]
    return made, says((notice, then - 1, "suspended"), (notice, then, "cancelled"))


@sample("a notice that ends while it is suspended is expired")
def _(n: Network) -> tuple[Final, Expect]:
    notice = valid(n, days=2)
    end = notice.value["until"]
    made = suspend(n, notice, seconds=100 * DAY)
    states = ((notice, end - 1, "suspended"), (notice, end, "expired"), (notice, end + 200 * DAY, "expired"))
    return made, says(*states)


@sample("a suspension that ends with its notice cancels it")
def _(n: Network) -> tuple[Final, Expect]:
    notice = valid(n, days=2)
    end = notice.value["until"]
    made = act(n, notice, "lena", "suspend", until=end)
    return made, says((notice, end - 1, "suspended"), (notice, end, "cancelled"))


@sample("a suspension that has run out cannot be reinstated", "wrong_state")
def _(n: Network) -> Final:
    notice = suspended(n, seconds=DAY)
    at(n, n.directory.notices[notice.hash].runs_out_at)
    return act(n, notice, "nuru", "reinstate")


@sample("a suspension is reinstated in its last second")
def _(n: Network) -> Final:
    notice = suspended(n, seconds=DAY)
    at(n, n.directory.notices[notice.hash].runs_out_at - 1)
    return act(n, notice, "nuru", "reinstate")


@sample("a notice that ended while it was suspended cannot be reinstated", "wrong_state")
def _(n: Network) -> Final:
    notice = suspended(n, days=2)
    at(n, notice.value["until"])
    return act(n, notice, "nuru", "reinstate")


@sample("a notice that nobody reviewed in time expires")
def _(n: Network) -> tuple[Final, Expect]:
    made = submit(n, days=2)
    end = made.value["until"]
    return made, says((made, end - 1, "submitted"), (made, end, "expired"))


@sample("a valid notice is due for review from 184 days before its end until its end")
def _(n: Network) -> tuple[Final, Expect]:
    notice = valid(n, days=300)
    end = notice.value["until"]
    due = [(end - REVIEW - 1, False), (end - REVIEW, True), (end - 1, True), (end, False)]
    return submit(n), says(due=[[notice.hash, time, is_due] for time, is_due in due])


@sample("a notice that is submitted or suspended is not due for review")
def _(n: Network) -> tuple[Final, Expect]:
    waiting, doubted = submitted(n, days=30), suspended(n, days=30)
    return submit(n), says(due=[[waiting.hash, n.time, False], [doubted.hash, n.time, False]])


@sample("a renewed notice is due again before its new end")
def _(n: Network) -> tuple[Final, Expect]:
    notice = valid(n, days=30)
    end = notice.value["until"] + 400 * DAY
    made = act(n, notice, "wanjiru", "renew", until=end, text="Needed")
    return made, says(due=[[notice.hash, n.time, False], [notice.hash, end - REVIEW, True]])


# Dated back.


@sample("a renewal dated back behind a note that found the notice expired is refused", "wrong_state")
def _(n: Network) -> Final:
    notice = valid(n, days=2)
    at(n, notice.value["until"])
    n.publish(act(n, notice, "nuru", "redress", text="It has ended"))
    at(n, notice.value["until"] - 600)
    return act(n, notice, "wanjiru", "renew", until=n.time + 100 * DAY, text="Needed")


@sample("an act dated back a little, which nothing has found too late, passes")
def _(n: Network) -> Final:
    notice = valid(n, days=2)
    at(n, notice.value["until"])
    submitted(n)
    at(n, notice.value["until"] - 600)
    return act(n, notice, "wanjiru", "renew", until=n.time + 100 * DAY, text="Needed")


@sample("reinstating, dated back behind a note that found the suspension run out, is refused", "wrong_state")
def _(n: Network) -> Final:
    notice = suspended(n, seconds=2 * DAY)
    then = n.directory.notices[notice.hash].runs_out_at
    at(n, then)
    n.publish(act(n, notice, "nuru", "redress", text="Nobody resolved it"))
    at(n, then - 600)
    return act(n, notice, "nuru", "reinstate")
