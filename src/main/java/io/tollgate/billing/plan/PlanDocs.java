package io.tollgate.billing.plan;

import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.id;
import static io.tollgate.platform.openapi.Parts.idempotencyKey;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;

import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@code /billing/plans}. */
final class PlanDocs {

    private static final String TAG = "Plans";
    private static final String NO_TOKEN = "`not_authenticated`, `token_expired`, `token_invalid`";
    private static final String NO_ADMIN = "`admin_required`, `account_not_active`";

    private static final String RULES = """
            For what is billed here and not by Stripe: `billing_anchor` `calendar` counts periods from the 1st (weeks from Monday) and \
            charges a part of the first; `proration` measures parts of a period by `day`, `second` or months of 30 days \
            (`fixed_30`); `change_anchor` says whether a change to the plan keeps the old period or begins a new one, which is \
            otherwise so when the interval changes (`by_interval`); `downgrade` says whether a change from the plan to a cheaper one \
            waits for the `period_end` or is made `now`, with a credit note.""";

    private PlanDocs() {}

    static void list(Builder operation) {
        operation
                .tag(TAG)
                .operationId("listPlans")
                .summary("The plans that can be subscribed to, cheapest first")
                .description("Answers with an ETag; `If-None-Match` gets 304 while nothing has changed.")
                .response(responseBuilder().responseCode("200").implementationArray(PlanView.class));
    }

    static void get(Builder operation) {
        operation
                .tag(TAG)
                .operationId("getPlan")
                .summary("One plan, also when it is no longer sold")
                .parameter(id())
                .response(responseBuilder().responseCode("200").implementation(PlanView.class))
                .response(refusal("404", "`plan_not_found`: No plan found for this id"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"));
    }

    static void create(Builder operation) {
        operation
                .tag(TAG)
                .operationId("createPlan")
                .summary("Add a plan (administrators)")
                .description(
                        "The plan is there at once; Stripe is told by a job, also when it is down just now. " + RULES)
                .parameter(idempotencyKey())
                .requestBody(body(CreatePlan.class, """
                        {"name": "Pro", "code": "pro", "price_cents": 1900, "currency": "USD",
                         "billing_period": "monthly", "interval_count": 1, "tier": "PRO", "trial_days": 14,
                         "trial_requires_card": false, "trial_end_without_card": "pause", "billing_anchor": "calendar",
                         "proration": "day", "change_anchor": "by_interval", "downgrade": "period_end", "is_active": true}
                        """))
                .response(responseBuilder().responseCode("201").implementation(PlanView.class))
                .response(refusal("400", "`plan_code_taken`: Existing Code, be it of a deleted plan"))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_ADMIN))
                .response(
                        refusal("422", "`validation_failed`: a price below zero, an unknown currency or interval, …"));
    }

    static void change(Builder operation) {
        operation
                .tag(TAG)
                .operationId("changePlan")
                .summary("Change a plan (administrators)")
                .description("Another price makes a new version: who has subscribed keeps the old one. "
                        + "Selling a deleted plan again (`is_active: true`) restores it. " + RULES)
                .parameter(id())
                .requestBody(body(ChangePlan.class, "{\"price_cents\": 2900}"))
                .response(responseBuilder().responseCode("200").implementation(PlanView.class))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_ADMIN))
                .response(refusal("404", "`plan_not_found`"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void delete(Builder operation) {
        operation
                .tag(TAG)
                .operationId("deletePlan")
                .summary("Take a plan from sale (administrators)")
                .description("Subscriptions to it go on.")
                .parameter(id())
                .response(responseBuilder().responseCode("204").description("Deleted"))
                .response(refusal("400", "`plan_already_deleted`: Plan already deleted."))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_ADMIN))
                .response(refusal("404", "`plan_not_found`"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"));
    }

    static void versions(Builder operation) {
        operation
                .tag(TAG)
                .operationId("listPlanVersions")
                .summary("What a plan costs and has cost, the newest version first (administrators)")
                .parameter(id())
                .response(responseBuilder().responseCode("200").implementationArray(PlanVersionView.class))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", NO_ADMIN))
                .response(refusal("404", "`plan_not_found`"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"));
    }
}
