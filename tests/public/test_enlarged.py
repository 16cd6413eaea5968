"""Twice the text, the keyboard's place on the page, and stillness for those who ask for it.

WCAG 2.2: 1.4.4 Resize Text, 1.4.10 Reflow, 2.4.7 Focus Visible, 2.4.11 Focus Not Obscured, 1.4.11 for the
contrast of the focus ring. Every page type, in the browser.
"""

import pytest

from tests.public.test_looks import TYPES, published

__all__ = ["published"]  # The same desk as there.

# Text that is cut off, leaves the screen, or lies over other text. Lines count by the middle half of
# their height: the boxes of lines that stand close touch one another where no letter does.
TROUBLE = """() => {
  const found = [], lines = [];
  const name = (el) => `${el.tagName.toLowerCase()}.${el.getAttribute('class') || ''}`;
  // For screen readers alone, or no text of the page itself: an option stands in its list.
  const unseen = (el) => {
    for (let at = el; at && at !== document.body; at = at.parentElement)
      if (getComputedStyle(at).clipPath.startsWith('inset(50%')) return true;
    return el.closest('.skip, .letter-trap, title, option') !== null;
  };
  const scrolls = (el) => {
    for (let at = el; at && at !== document.body; at = at.parentElement)
      if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) return true;
    return false;
  };
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const el = node.parentElement, words = node.data.trim();
    if (!words || unseen(el) || !el.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      if ((box.left < -1 || box.right > innerWidth + 1) && !scrolls(el))
        found.push(`off the screen: ${name(el)} ${words.slice(0, 40)}`);
      const top = box.top + box.height / 4, bottom = box.bottom - box.height / 4;
      lines.push({ node, el, words, left: box.left, right: box.right, top, bottom });
    }
    for (let at = el; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const cuts = ['hidden', 'clip'];
      if ((cuts.includes(style.overflowX) && at.scrollWidth > at.clientWidth + 1) ||
          (cuts.includes(style.overflowY) && at.scrollHeight > at.clientHeight + 1))
        found.push(`cut off: ${name(at)} ${words.slice(0, 40)}`);
    }
  }
  lines.sort((a, b) => a.top - b.top);
  lines.forEach((one, at) => {
    for (let next = at + 1; next < lines.length && lines[next].top < one.bottom; next++) {
      const two = lines[next];
      const over = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const deep = Math.min(one.bottom, two.bottom) - two.top;
      if (one.node !== two.node && over > 2 && deep > 1)
        found.push(`overlap: ${name(one.el)} ${one.words.slice(0, 30)} | ` +
          `${name(two.el)} ${two.words.slice(0, 30)}`);
    }
  });
  return { found: [...new Set(found)], lines: lines.length };
}"""

FOCUS = """() => {
  const el = document.activeElement;
  if (!el || el === document.body) return null;
  const parse = (text) => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((part) => {
      const c = part / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (at) => {
    for (; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.5) return colour;
    }
    return [255, 255, 255];
  };
  const style = getComputedStyle(el);
  const [a, b] = [light(parse(style.outlineColor)), light(ground(el.parentElement))];
  const boxes = [...el.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
  const seen = boxes.some((box) => {
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return hit !== null && (el.contains(hit) || hit.contains(el));
  });
  el.dataset.visited = (Number(el.dataset.visited) || 0) + 1;
  return {
    what: el.outerHTML.slice(0, 120),
    again: Number(el.dataset.visited) > 1,
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05),
    seen,
  };
}"""

REACHABLE = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter((el) => el.checkVisibility() && el.tabIndex >= 0 && !el.dataset.visited)
  .map((el) => el.outerHTML.slice(0, 120))"""

MOVING = """() => [document.documentElement, ...document.querySelectorAll('*')].filter((el) => {
  const style = getComputedStyle(el);
  const lasting = (text) => text.split(',').some((part) => parseFloat(part) > 0);
  return style.scrollBehavior === 'smooth' || lasting(style.transitionDuration) ||
    (style.animationName !== 'none' && lasting(style.animationDuration));
}).map((el) => el.tagName)"""


def trouble(page):
    found = page.evaluate(TROUBLE)
    assert found["lines"] > 10
    return found["found"]


def test_twice_the_text_is_all_there(published, page, shots):
    """As with the browser's own setting for text: all that is measured in rem and em grows."""
    found = []
    for name, path in TYPES.items():
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        for width in (1280, 640):
            page.set_viewport_size({"width": width, "height": 900})
            shots(page, f"twice-{name}-{width}")
            found += [f"{name} at {width}: {each}" for each in trouble(page)]
    assert not found, "\n".join(found)


def test_a_page_at_twice_its_size_is_all_there(published, open_page):
    """Zoomed to 200 % on 640 pixels, or to 400 % on 1280: 320 CSS pixels."""
    page, found = open_page(width=320, height=450, device_scale_factor=2), []
    for name, path in TYPES.items():
        page.goto(path)
        found += [f"{name}: {each}" for each in trouble(page)]
    assert not found, "\n".join(found)


def test_what_is_cut_off_or_overlaps_would_have_been_seen(published, page):
    page.goto("/")
    assert not trouble(page)
    for style, what in (
        ("position: fixed; inset-block-start: {top}px; inset-inline-start: {left}px", "overlap"),
        ("display: block; inline-size: 1rem; white-space: nowrap; overflow: hidden", "cut off"),
        ("position: fixed; inset-inline-start: -3rem", "off the screen"),
    ):
        at = page.locator("main h2").first.bounding_box()
        where = style.format(top=at["y"], left=at["x"])
        page.evaluate("s => { document.querySelector('.brand a').style.cssText = s }", where)
        assert any(each.startswith(what) for each in trouble(page)), what


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(published, open_page, scheme):
    page, found = open_page(color_scheme=scheme, reduced_motion="reduce"), []
    for name, path in TYPES.items():
        page.goto(path)
        stops = 0
        while stops < 400:
            page.keyboard.press("Tab")
            at = page.evaluate(FOCUS)
            if at is None or at["again"]:
                break
            stops += 1
            if not (at["ring"] and at["seen"] and at["contrast"] >= 3):
                found.append(f"{name}: {at}")
        assert stops > 10, name
        found += [f"{name}: never reached: {each}" for each in page.evaluate(REACHABLE)]
    assert not found, "\n".join(found)


def test_nothing_moves_for_those_who_ask_for_stillness(published, page):
    for name, path in TYPES.items():
        page.goto(path)
        for motion, moves in (("no-preference", True), ("reduce", False)):
            page.emulate_media(reduced_motion=motion)
            assert bool(page.evaluate(MOVING)) is moves, (name, motion)
