(() => {
  'use strict';
  // Beside Streamlit on the page of the form: its line, the draft of its tab, and the way out.
  const d = document, said = d.currentScript.dataset, key = 'same_boat_draft_' + said.draft;
  const $ = (what, where = d) => where.querySelector(what);
  const $$ = (what, where = d) => [...where.querySelectorAll(what)];
  const kept = (store, value) => {
    try {
      if (value === undefined) return store().getItem(key);
      if (value === null) store().removeItem(key); else store().setItem(key, value);
    } catch { return null; }
  };
  const tab = () => sessionStorage, browser = () => localStorage;
  const PATIENCE = 6000, GRACE = 1500;
  // Streamlit fetches all its icons at once; a browser does so by itself where one is shown.
  if (d.fonts) d.fonts.load = () => Promise.resolve([]);

  let works = false, newest, waiting, lost, dirty = false, filled = false;

  // The line: whoever gets none is answered on the light page, whoever loses it is told.
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(...how) {
      super(...how);
      waiting ||= setTimeout(() => { if (!works) location.replace(said.light); }, PATIENCE);
      newest = this;
      this.addEventListener('message', () => { works = true; if (newest === this) line(true); });
      this.addEventListener('open', () => { if (works) line(true); });
      this.addEventListener('close', () => { if (works && newest === this) line(false); });
    }
  };
  function line(there) {
    clearTimeout(lost);
    if (there) say(false);
    else lost = setTimeout(() => say(true), navigator.onLine ? GRACE : 0);
  }
  const say = gone => $('.offline').classList.toggle('now', gone);
  addEventListener('offline', () => { if (works) line(false); });
  addEventListener('online', () => { if (newest?.readyState === Real.OPEN) line(true); });

  // The draft: what a reload, a step back or a tab that was put away would lose.
  // Statements and signs go by their order, which the track names; what else there is has a key.
  const CHOICES = '.stForm :is(.stRadio, .stCheckbox)';
  const KEYED = '.stForm :is([class*=st-key-answer_]:has(textarea), .st-key-warned, .st-key-receipt)';
  const asked = () => ($('.track')?.dataset.asked || '').split(' ').filter(Boolean);
  function name(widget) {
    const found = [...widget.classList].map(one => /^st-key-(?:answer_[^_]+_(.+)|(warned|receipt))$/.exec(one)).find(Boolean);
    return found && (found[1] ? 'i.' + found[1] : found[2]);
  }
  function widgets() {
    const names = asked(), choices = $$(CHOICES).map((one, at) => ['i.' + names[at], one]);
    return [...choices, ...$$(KEYED).map(one => [name(one), one])];
  }
  function save() {
    const draft = {};
    widgets().forEach(([of, widget]) => {
      const radios = $$('input[type=radio]', widget), tick = $('input[type=checkbox]', widget);
      const box = $('textarea, input[type=text]', widget);
      if (radios.length) {
        const at = radios.findIndex(one => one.checked);
        if (at >= 0) draft[of] = String((at + 1) % radios.length);
      } else if (tick) { if (tick.checked) draft[of] = '1'; }
      else if (box && box.value) draft[of] = box.value;
    });
    kept(tab, JSON.stringify(draft));
  }
  function write(box, value) {
    const kind = box.tagName === 'TEXTAREA' ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(box, value);
    box.dispatchEvent(new Event('input', { bubbles: true }));
    box.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
  }
  function fill() {
    let draft;
    try { draft = JSON.parse(kept(tab) || kept(browser)); } catch { draft = null; }
    if (!draft) return;
    widgets().forEach(([of, widget]) => {
      if (!(of in draft)) return;
      const radios = $$('input[type=radio]', widget), tick = $('input[type=checkbox]', widget);
      const box = $('textarea, input[type=text]', widget);
      const at = radios.length && (Number(draft[of]) + radios.length - 1) % radios.length;
      if (radios.length) { if (!radios[at].checked) radios[at].click(); }
      else if (tick) { if (!tick.checked) tick.click(); }
      else if (box && box.value !== draft[of]) write(box, draft[of]);
      dirty = dirty || of.startsWith('i.');
    });
  }
  function changed(event) {
    if (!filled || !event.target.closest('.stForm')) return;
    dirty = true;
    save();
  }
  d.addEventListener('input', changed, true);
  d.addEventListener('change', changed, true);
  addEventListener('beforeunload', event => { if (dirty) event.preventDefault(); });

  // Streamlit fetches each kind of field when it first draws one.
  const ready = () => $('.stForm .st-key-send_bar button') && $('.track') &&
    $$(CHOICES).length === asked().length &&
    widgets().every(([, widget]) => $('input, textarea', widget));

  function look() {
    if ($('.thanks')) {
      // Who answered stands at the end of the form: what is said first is above.
      if (filled) $('.stMain').scrollTo(0, 0);
      dirty = filled = false;
      kept(tab, null);
      kept(browser, null);
    } else if (!filled && ready()) {
      filled = true;
      fill();
    }
    if (filled && $('.stForm')) for (const [, widget] of widgets()) {
      const box = $('textarea', widget);
      if (box && box.dir !== 'auto') box.dir = 'auto';
    }
  }
  d.addEventListener('DOMContentLoaded', () => {
    new MutationObserver(look).observe(d.body, { childList: true, subtree: true });
  });
})();
