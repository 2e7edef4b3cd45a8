package com.blueplm.runner.api.script;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A stored script as the JSON that would save it again: what a merge patch applies to. */
@Component
class WritableForm {
  private static final String CRON = "schedule_cron";
  private static final String ENABLED = "schedule_enabled";

  private final JsonMapper json;

  WritableForm(JsonMapper json) {
    this.json = json;
  }

  ObjectNode patched(StoredScript script, ObjectNode patch) {
    ObjectNode form = of(script);
    // Without a cron "not enabled" is nobody's choice: a patch that gives or takes the cron gets
    // the default of a new script.
    if (script.settings().scheduleCron() == null || patch.path(CRON).isNull()) {
      form.remove(ENABLED);
    }
    return MergePatch.apply(form, patch);
  }

  private ObjectNode of(StoredScript script) {
    ScriptSettings settings = script.settings();
    RunSettings run = settings.run();
    ObjectNode form = json.createObjectNode();
    form.put("name", settings.name());
    form.put("description", settings.description());
    form.put("code", script.code());
    form.put("is_active", settings.active());
    form.put(ENABLED, settings.scheduleEnabled());
    form.put(CRON, settings.scheduleCron());
    form.put("schedule_timezone", settings.scheduleTimezone());
    form.put("jitter_seconds", settings.jitterSeconds());
    form.put("auto_pause_after", settings.autoPauseAfter());
    form.put("overlap_policy", run.overlapPolicy().wire());
    form.put("catchup_seconds", run.catchupSeconds());
    form.put("timeout_seconds", run.timeoutSeconds());
    form.put("on_worker_loss", run.onWorkerLoss().wire());
    form.set("retry", json.valueToTree(run.retry()));
    form.set("limits", json.valueToTree(run.limits()));
    form.set("network", json.valueToTree(run.network()));
    form.set("environment", json.valueToTree(run.environment()));
    form.set("plm_scopes", json.valueToTree(run.plmScopes()));
    form.set("notify", json.valueToTree(settings.notices()));
    form.set("parameters", settings.parameters());
    if (settings.parametersSchema() != null) {
      form.set("parameters_schema", settings.parametersSchema());
    }
    return form;
  }
}
