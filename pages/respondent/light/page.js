(() => {
  'use strict';
  const d = document, root = d.documentElement, script = d.currentScript;
  const $ = (what, where = d) => where.querySelector(what);
  const $$ = (what, where = d) => [...where.querySelectorAll(what)];
  const kept = (store, name, value) => {
    try {
      if (value === undefined) return store().getItem(name);
      if (value === null) store().removeItem(name); else store().setItem(name, value);
      return true;
    } catch { return null; }
  };
  const tab = () => sessionStorage, browser = () => localStorage;
  const LINK = 'same_boat_link', ONE = 'same_boat_one', DRAFT = 'same_boat_draft_';

  // The larger page needs a websocket and a cookie; whoever has neither stays here.
  const go = script.dataset.go;
  if (go && 'WebSocket' in window && kept(tab, ONE + '_try', '1')) {
    d.cookie = 'same_boat_try=1;path=/;samesite=lax';
    const good = d.cookie.includes('same_boat_try=1');
    d.cookie = 'same_boat_try=;path=/;max-age=0';
    if (good) {
      kept(tab, LINK, location.pathname.split('/')[2]);
      root.hidden = true;
      location.replace(go);
      return;
    }
  }
  root.classList.add('js');

  let form, steps, at = 0, dirty = false, waiting = false;
  const key = () => DRAFT + $('#other').dataset.draft;
  const fields = () => [...form.elements].filter(one => one.name && one.name !== 'link');
  const controls = () => fields().filter(one => one.type !== 'hidden');

  function start() {
    form = $('#pulse');
    if ($('main').dataset.sent !== undefined) return done();
    if (!form) return shell();
    steps = $$('.step', form);
    // The link leaves the address, and stays with this tab.
    if (kept(tab, LINK, form.link.value)) history.replaceState(null, '', '/answer');
    fill(kept(tab, key()) || kept(browser, key()));
    $('#keep').checked = !!kept(browser, key());
    form.addEventListener('input', changed);
    form.addEventListener('change', changed);
    form.addEventListener('submit', event => { event.preventDefault(); send(); });
    $('#next').addEventListener('click', () => step(at + 1));
    $('#back').addEventListener('click', () => step(at - 1));
    $('#jump').addEventListener('click', jump);
    $('#forget').addEventListener('click', forget);
    $$('.mode').forEach(one => one.addEventListener('click', () => mode(!root.classList.contains('one'), true)));
    mode(kept(tab, ONE) === 'yes', false);
    count();
  }

  function fill(draft) {
    let said = {};
    try { said = JSON.parse(draft) || {}; } catch { return; }
    fields().forEach(one => {
      if (!(one.name in said)) return;
      if (one.type === 'radio' || one.type === 'checkbox') one.checked = said[one.name] === one.value;
      else if (one.name !== 'lang') one.value = said[one.name];
      dirty = dirty || one.type !== 'hidden';
    });
  }

  function save() {
    const said = {};
    fields().forEach(one => {
      if (one.type === 'radio' || one.type === 'checkbox' ? one.checked : one.value) said[one.name] = one.value;
    });
    kept(tab, key(), JSON.stringify(said));
    kept(browser, key(), $('#keep').checked ? JSON.stringify(said) : null);
  }

  function changed(event) {
    if (event.target.id !== 'keep') dirty = true;
    waiting = false;
    $('.bar [role=alert]').textContent = '';  // it was about what stood there before
    save();
    count();
    if (event.type === 'change' && event.target.type === 'radio' && root.classList.contains('one') && byPointer) {
      const here = at;
      setTimeout(() => { if (here === at && at < steps.length - 1) step(at + 1); }, 220);
    }
  }
  let byPointer = false;
  addEventListener('pointerdown', () => { byPointer = true; }, true);
  addEventListener('keydown', () => { byPointer = false; }, true);

  const open = () => $$('.q', form).filter(one => !$(':checked', one));

  function count() {
    const every = $$('.q', form), left = open();
    $('#count').textContent = every.filter(one => $(':checked:not([value="0"])', one)).length;
    const cannot = $$('[value="0"]:checked', form).length, said = $('#cannot');
    said.hidden = !cannot;
    said.textContent = said.dataset.said.replace('{count}', cannot);
    $('#jump').disabled = !left.length;
    every.forEach((one, n) => $$('.track i')[n].classList.toggle('on', !left.includes(one)));
    $$('textarea', form).forEach(one => {
      const over = letters(one.value) - one.dataset.room, note = one.nextElementSibling;
      note.textContent = over > 0 ? note.dataset.said.replace('{over}', over) : '';
    });
    $('.languages') && ($('.languages').hidden = dirty);
  }

  const letters = words => {
    try { let n = 0; for (const _ of new Intl.Segmenter().segment(words.trim())) n++; return n; }
    catch { return [...words.trim()].length; }
  };

  function jump() {
    const first = open()[0];
    if (!first) return;
    if (root.classList.contains('one')) step(steps.indexOf(first));
    else first.scrollIntoView({ block: 'center' });
    $('input', first).focus({ preventScroll: true });
  }

  function mode(one, chosen) {
    root.classList.toggle('one', one);
    kept(tab, ONE, one ? 'yes' : null);
    if (one) step(steps.indexOf(open()[0]));
    else {
      $('#next').hidden = $('#back').hidden = true;
      $('#send').hidden = false;
      if (chosen) window.scrollTo(0, 0);
    }
  }

  function step(to) {
    at = Math.max(0, Math.min(steps.length - 1, to));
    steps.forEach((one, n) => one.classList.toggle('now', n === at));
    const last = at === steps.length - 1;
    $('#next').hidden = last;
    $('#send').hidden = !last;
    $('#back').hidden = false;
    $('#back').style.visibility = at ? 'visible' : 'hidden';
    $('#where').textContent = $('#where').dataset.said.replace('{at}', at + 1).replace('{of}', steps.length);
    window.scrollTo(0, 0);
  }

  function tell(words) {
    const told = $('.bar [role=alert]');
    told.textContent = '';
    setTimeout(() => { told.textContent = words; }, 30);
  }

  async function send() {
    const button = $('#send');
    button.disabled = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: 'POST', body });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const told = $('.bar [role=alert]', page), warned = $('[name=warned]', page);
      if ($('main', page)?.dataset.sent !== undefined) return show(page);
      if (!told) throw new Error('no answer of ours');
      form.warned.value = warned.value;
      save();
      tell(told.textContent);
    } catch {
      waiting = !navigator.onLine;
      tell(waiting ? form.dataset.offline : form.dataset.failed);
    } finally { button.disabled = false; }
  }
  addEventListener('online', () => { if (waiting) { waiting = false; send(); } });

  function show(page) {
    root.lang = page.documentElement.lang;
    root.dir = page.documentElement.dir;
    d.title = page.title;
    d.body.replaceWith(d.adoptNode(page.body));
    window.scrollTo(0, 0);
    start();
  }

  function done() {
    const draft = $('main').dataset.sent;
    dirty = false;
    root.classList.remove('one');
    kept(tab, DRAFT + draft, null);
    kept(browser, DRAFT + draft, null);
    const link = $('[name=link]');
    if (link && kept(tab, LINK, link.value)) history.replaceState(null, '', '/answer');
    const title = $('h1');
    title.tabIndex = -1;
    title.focus();
  }

  function forget() {
    kept(tab, key(), null);
    kept(browser, key(), null);
    controls().forEach(one => {
      if (one.type === 'radio' || one.type === 'checkbox') one.checked = false; else one.value = '';
    });
    $('#keep').checked = dirty = false;
    count();
  }

  // An address without a link: this tab may know it.
  async function shell() {
    const link = kept(tab, LINK), main = $('main');
    if (!link || main.dataset.shell === undefined) return;
    try {
      const answer = await fetch('/answer/open', { method: 'POST', body: new URLSearchParams({ link }) });
      show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch { addEventListener('online', shell, { once: true }); }
  }

  addEventListener('beforeunload', event => {
    if (dirty && !$('#keep')?.checked) event.preventDefault();
  });
  d.addEventListener('DOMContentLoaded', start);
})();
