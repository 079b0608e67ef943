package io.tollgate.billing.metric;

import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.id;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;

import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of the charges of plans. */
final class ChargeDocs {

    private ChargeDocs() {}

    static void list(Builder operation) {
        operation
                .tag(MetricDocs.TAG)
                .operationId("listPlanCharges")
                .summary("What usage costs in the version of a plan that is sold now")
                .parameter(id())
                .response(responseBuilder().responseCode("200").implementation(ChargesView.class))
                .response(refusal("404", "`plan_not_found`"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"));
    }

    static void put(Builder operation) {
        MetricDocs.administrators(operation)
                .operationId("setPlanCharges")
                .summary("Say what usage costs in the next version of a plan (administrators)")
                .description(
                        "All of the charges at once. Other charges than before make another version of the plan; who has "
                                + "an older one keeps its charges. Decimals of `terms` are in major units of the plan's "
                                + "currency and may be texts. `flat`: amount. `unit`: unit. `graduated`, `volume`: tiers "
                                + "of up_to (none in the last), unit, flat. `graduated_percentage`: the same, unit in "
                                + "percent. `package`: price, size, free. `percentage`: rate, fixed, free_events, "
                                + "free_amount, minimum, maximum. `block`: size, of (model and terms). `minimum_spend` "
                                + "and `maximum_spend` are minor units. `filters` name values of the metric's filters, "
                                + "\"\" standing for any other value and for none.")
                .parameter(id())
                .requestBody(body(ChargesRequest.class, """
                        {"charges": [{"metric": "traffic", "name": "Traffic in Europe", "model": "graduated",
                          "terms": {"tiers": [{"up_to": 100, "unit": "0"}, {"unit": "0.02"}]},
                          "filters": {"region": ["eu"]}}]}"""))
                .response(responseBuilder().responseCode("200").implementation(ChargesView.class))
                .response(refusal("404", "`plan_not_found`"))
                .response(
                        refusal("422", "`validation_failed`, with what is wrong as `charges[0].terms.tiers[1].up_to`"));
    }
}
