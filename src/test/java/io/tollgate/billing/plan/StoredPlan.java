package io.tollgate.billing.plan;

import io.tollgate.TestStripe;
import io.tollgate.billing.Buyers;
import java.util.List;
import java.util.Map;

/** What the database and Stripe have of the plan of one test. */
record StoredPlan(Buyers buyers, String code) {

    Map<String, Object> row(String columns) {
        return buyers.query(
                        "select %s from plans p join plan_versions v on v.plan_id = p.id and v.number = p.version where p.code = '%s'"
                                .formatted(columns, code))
                .getFirst();
    }

    Object product() {
        return row("stripe_product_id").get("stripe_product_id");
    }

    String lastProductChange(String field) {
        return TestStripe.controls().requests("POST", "/v1/products/" + product()).stream()
                .map(request -> String.valueOf(request.params().get(field)))
                .reduce("", (_, last) -> last);
    }

    List<Object> versions() {
        return buyers
                .query(
                        "select v.price_cents from plan_versions v join plans p on p.id = v.plan_id where p.code = '%s' order by v.number"
                                .formatted(code))
                .stream()
                .map(row -> row.get("price_cents"))
                .toList();
    }

    String audit(String action, String id) {
        return (String)
                buyers.query("select details::text as details from audit_log where action = '%s' and subject_id = '%s'"
                                .formatted(action, id))
                        .getFirst()
                        .get("details");
    }
}
