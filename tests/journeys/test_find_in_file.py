"""The search in one's own file, module by module in the browser that runs it: files of real switches, zones, spellings, large files."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "src/star57/hub/portal/static/portal/js"
LAB = ROOT.parent / "shared/data/lab/asterisk"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

SEARCH = """async ([text, facts, zone]) => {
  const { Records, fieldsOf, sniff } = await import("/find/csv.js");
  const { guess } = await import("/find/columns.js");
  const { judge } = await import("/find/judging.js");
  const cut = new Records();
  const lines = [...cut.feed(text), ...cut.end()];
  const format = sniff(lines.slice(0, 50));
  const rows = lines.map((line) => fieldsOf(line, format.delimiter));
  const header = format.hasHeader ? rows.shift() : null;
  const columns = guess(header, rows.slice(0, 200), facts);
  return { columns, header, found: rows.map((row) => judge(row, facts, { columns, zone, dayFirst: false })).filter(Boolean) };
}"""


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    """A blank page that can load the modules."""
    context = browser.new_context()
    opened = context.new_page()

    def serve(route: Any) -> None:
        path = MODULES / route.request.url.removeprefix("http://localhost/")
        is_module = path.suffix == ".js"
        body = path.read_text(encoding="utf-8") if is_module else "<!doctype html><title>modules</title>"
        route.fulfill(body=body, content_type="text/javascript" if is_module else "text/html")

    opened.route("**/*", serve)
    opened.goto("http://localhost/")
    yield opened
    context.close()


def number(e164: str) -> dict[str, Any]:
    full = e164[1:]
    return {"e164": e164, "forms": [full, full[1:], f"00{full}", f"011{full}"]}


def facts(called: str, calling: str | None, at: str, within_s: float = 60) -> dict[str, Any]:
    at_ms = round(datetime.fromisoformat(at).timestamp() * 1000)
    return {"called": number(called), "calling": number(calling) if calling else None, "at": at_ms, "within": within_s * 1000}


CALL = facts("+16175550128", "+12025550144", "2026-11-20T18:50:00Z")
FILES = {
    "freepbx": "calldate,clid,src,dst,channel,duration\n"
    '2026-11-20 13:50:02,"""A, B"" <12025550144>",12025550144,6175550128,PJSIP/big-0000001a,61\n',
    "semicolons": "Start;A-Number;B-Number;Trunk In;Duration\r\n20.11.2026 13:50:02;0012025550144;0016175550128;big;61\r\n",
    "american": "Call Time|From|To|Trunk|Seconds\n11/20/2026 1:50:02 PM|(202) 555-0144|(617) 555-0128|big|61\n",
    "epoch": "start_stamp,caller_id_number,destination_number,trunk,duration\n1795200602,+12025550144,9999#16175550128,big,61\n",
    "no header": '"2026-11-20 13:50:02","12025550144","6175550128","PJSIP/big-0000001a","61"\n'
    '"2026-11-20 13:51:02","12025550101","6175550102","PJSIP/big-0000001b","6"\n',
}


@pytest.mark.parametrize("name", FILES)
def test_the_columns_are_guessed_and_the_call_is_found(page: Any, name: str) -> None:
    seen = page.evaluate(SEARCH, [FILES[name], CALL, "America/New_York"])
    assert [(row["fits"], row["trunk"]) for row in seen["found"]] == [(True, "big")], seen
    assert seen["found"][0]["apart"] == 2000


def test_a_wrong_zone_finds_the_row_and_says_it_is_whole_hours_off(page: Any) -> None:
    seen = page.evaluate(SEARCH, [FILES["freepbx"], CALL, "UTC"])
    assert [row["fits"] for row in seen["found"]] == [False]
    assert "hours_off" in seen["found"][0]["reasons"]


def test_another_number_that_only_ends_alike_is_not_it(page: Any) -> None:
    likeness = """async ([raw]) => {
      const wanted = { e164: "+16175550128", forms: ["16175550128", "6175550128"] };
      return (await import("/find/numbers.js")).likeness(wanted, raw);
    }"""
    answers = {
        "+16175550128": "same", "6175550128": "same", "sip:+16175550128@10.0.0.1:5060": "same", "9999#16175550128": "prefixed",
        "7016175550128": "prefixed", "+446175550128": "", "5550128": "", "16175550129": "", "": "", "anonymous": "",
    }  # fmt: skip
    assert {raw: page.evaluate(likeness, [raw]) for raw in answers} == answers


def test_an_hour_that_came_twice_is_read_both_ways_and_one_that_never_came_not_at_all(page: Any) -> None:
    read = """async ([text]) => (await import("/find/times.js")).instantsOf(text, "America/New_York", false)"""
    assert page.evaluate(read, ["2026-11-01 01:30:00"]) == [1793511000000, 1793514600000]
    assert page.evaluate(read, ["2026-03-08 02:30:00"]) == []
    assert page.evaluate(read, ["2026-11-20T18:50:00.250Z"]) == [1795200600250]
    assert page.evaluate(read, ["6175550128"]) == []


def test_records_are_the_same_however_the_file_is_cut_into_pieces(page: Any) -> None:
    cut = """async ([text, size]) => { const { Records } = await import("/find/csv.js"); const records = new Records(); const found = [];
      for (let at = 0; at < text.length; at += size) found.push(...records.feed(text.slice(at, at + size)));
      return [...found, ...records.end()]; }"""
    text = 'a,"b ""quoted"" c"\r\n"two\nlines",d\n\nlast,one'
    whole = page.evaluate(cut, [text, 1000])
    assert whole == ['a,"b ""quoted"" c"', '"two\nlines",d', "last,one"]
    assert all(page.evaluate(cut, [text, size]) == whole for size in (1, 2, 3, 7))


@pytest.mark.parametrize("name", ["Master.csv", "Master-custom.csv"])
def test_every_call_of_the_lab_is_found_in_the_last_switchs_own_files(page: Any, name: str) -> None:
    if not LAB.exists():
        pytest.skip("the lab's recordings are not on this machine")
    text = (LAB / "ASTC" / name).read_text(encoding="utf-8")
    with (LAB / "truth_paths.csv").open(encoding="utf-8", newline="") as opened:
        calls = list(csv.DictReader(opened))
    assert calls
    for call in calls:
        asked = facts(call["called_e164"], call["calling_e164"] or None, call["invite_time_utc"], 2.5)
        found = [row for row in page.evaluate(SEARCH, [text, asked, "UTC"])["found"] if row["fits"]]
        assert len(found) == 1, (call, json.dumps(found))


def test_a_hundred_megabytes_do_not_freeze_the_page(page: Any) -> None:
    search = """async ([facts]) => {
      const line = '"2026-11-20 09:00:00","12025550101","6175550102","PJSIP/big-0000001b","6","' + "x".repeat(150) + '"\\n';
      const block = line.repeat(5000), parts = [];
      for (let size = 0; size < 100e6; size += block.length) parts.push(block);
      parts.splice(parts.length - 1, 0, '"2026-11-20 13:50:02","12025550144","6175550128","PJSIP/big-0000001a","61"\\n');
      const file = new Blob(parts);
      await new Promise((rest) => setTimeout(rest, 100));
      const worker = new Worker("/find/worker.js", { type: "module" });
      let longest = 0, last = performance.now(), began = last, told = 0;
      const beat = setInterval(() => { longest = Math.max(longest, performance.now() - last); last = performance.now(); }, 20);
      const settings = { delimiter: ",", hasHeader: false, encoding: "utf-8", zone: "America/New_York", dayFirst: false,
        columns: { time: 0, calling: 1, called: 2, trunk: 3, duration: 4, call_id: -1 } };
      const done = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => {
          if (data.progress !== undefined) told++;
          if (data.done) resolve(data.done);
          if (data.failed) reject(data.failed);
        };
        began = last = performance.now();
        worker.postMessage({ file, facts, settings });
      });
      const took = performance.now() - began;
      clearInterval(beat);
      worker.terminate();
      return { count: done.count, found: done.rows.filter((row) => row.fits).length, longest, told, took };
    }"""
    seen = page.evaluate(search, [CALL])
    assert seen["found"] == 1
    assert seen["count"] > 400_000
    assert seen["told"] >= 1 + seen["took"] // 1000, "at the beginning, and then several times a second"
    assert seen["longest"] < 1000, "the page answered all the time"
