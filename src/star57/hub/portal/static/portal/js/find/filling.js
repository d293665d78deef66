// Puts a record that was found into the answer's fields, and opens the part of the form that is needed next.
export function fill(row, neighbour) {
  const evidence = document.querySelector('[data-keep="evidence"]');
  if (evidence) evidence.open = true;
  put("started_at", new Date(row.at).toISOString().slice(0, 19));
  put("duration_s", row.duration === null ? "" : String(row.duration));
  put("called_on_wire", row.called);
  put("calling_on_wire", row.calling);
  put("trunk", row.trunk);
  put("call_id", row.call_id);
  const kind = document.querySelector('[name="kind"][value="received_from_provider"]');
  if (!kind || document.querySelector('[name="kind"]:checked:not([value="no_record_found"])')) return;
  kind.checked = true;
  if (neighbour) put("upstream_name", neighbour);
  kind.dispatchEvent(new Event("change", { bubbles: true }));
  const next = neighbour ? document.querySelector("[data-read-back]") : document.getElementById("id_upstream_name");
  (next || kind).focus({ preventScroll: true });
  (next || kind).scrollIntoView({ block: "center" });
}

function put(name, value) {
  const field = document.getElementById(`id_${name}`);
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
