// Starts Wagtail's widgets from inert <template data-start> elements, so that the CMS needs no
// inline script. Only the names below can be started: what is injected into a page starts nothing else.

const functions = new Set(["initDateChooser", "initDateTimeChooser", "initTimeChooser", "createTaskChooser", "createQueryChooser"]);
const panels = new Set(["InlinePanel", "MultipleChooserPanel"]);
// Search terms that people used, for promoted results.
window.createQueryChooser = (id, { url }) => {
  document.getElementById(`${id}-chooser`).addEventListener("click", () => {
    window.ModalWorkflow({
      url,
      onload: window.QUERY_CHOOSER_MODAL_ONLOAD_HANDLERS,
      responses: { queryChosen: (query) => (document.getElementById(id).value = query.querystring) },
    });
  });
};

const choosers = new Set(["Chooser", "PageChooser", "ImageChooser", "DocumentChooser", "SnippetChooser"]);

// A panel speaks to the widgets of a new row in the same breath, so they start in it too.
function startPanel(panel) {
  const addForm = panel.addForm.bind(panel);
  panel.addForm = (...all) => {
    addForm(...all);
    startAll();
  };
}

function start(mark) {
  const name = mark.dataset.start;
  const target = window[name];
  if (typeof target !== "function") return;
  const options = mark.dataset.with ? JSON.parse(mark.dataset.with) : undefined;
  mark.remove();
  if (functions.has(name)) target(mark.dataset.for, options);
  else if (panels.has(name)) startPanel(new target(options));
  else if (choosers.has(name)) new target(mark.dataset.for, options);
}

// What stands in a <template> is not in the document and waits until it is copied into it.
function startAll() {
  document.querySelectorAll("template[data-start]").forEach(start);
}

new MutationObserver(startAll).observe(document, { childList: true, subtree: true });
addEventListener("load", startAll);
startAll();
