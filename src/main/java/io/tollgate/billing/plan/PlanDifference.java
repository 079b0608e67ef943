package io.tollgate.billing.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a change did to a plan, for the audit log.
 *
 * @param details {@code before.<field>} and {@code after.<field>}, only of fields that differ
 */
record PlanDifference(Map<String, String> details) {

    static PlanDifference created(Plan plan) {
        Map<String, String> details = new TreeMap<>();
        details.put("after.code", plan.code());
        fields(plan).forEach((field, value) -> details.put("after." + field, value));
        return new PlanDifference(details);
    }

    static PlanDifference deleted(Plan plan) {
        return new PlanDifference(Map.of(
                "code", plan.code(), "before.is_active", Boolean.toString(plan.active()), "after.is_active", "false"));
    }

    static PlanDifference between(Plan plan, PlanDraft draft) {
        Map<String, String> details = new TreeMap<>();
        Map<String, String> after = fields(draft);
        fields(plan).forEach((field, value) -> {
            String now = after.getOrDefault(field, "");
            if (!value.equals(now)) {
                details.put("before." + field, value);
                details.put("after." + field, now);
            }
        });
        return new PlanDifference(details);
    }

    boolean none() {
        return details.isEmpty();
    }

    private static Map<String, String> fields(Plan plan) {
        return fields(new PlanDraft(
                plan.code(), plan.name(), plan.tier(), plan.trial(), plan.active(), plan.price(), plan.billing()));
    }

    private static Map<String, String> fields(PlanDraft draft) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", draft.name());
        fields.put("tier", draft.tier().name());
        fields.put("trial_days", Integer.toString(draft.trial().days()));
        fields.put("trial_requires_card", Boolean.toString(draft.trial().cardRequired()));
        fields.put("trial_end_without_card", draft.trial().withoutCard().value());
        fields.put("is_active", Boolean.toString(draft.active()));
        fields.put("price_cents", Long.toString(draft.price().cents()));
        fields.put("currency", draft.price().currency());
        fields.put("billing_period", draft.price().period().text());
        fields.put("billing_anchor", BillingRules.word(draft.billing().anchor()));
        fields.put("proration", BillingRules.word(draft.billing().proration()));
        fields.put("change_anchor", BillingRules.word(draft.billing().afterChange()));
        fields.put("downgrade", BillingRules.word(draft.billing().downgrade()));
        return fields;
    }
}
