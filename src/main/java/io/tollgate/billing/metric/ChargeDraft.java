package io.tollgate.billing.metric;

import io.tollgate.billing.pricing.Charge;

/** A charge that is not there yet. */
record ChargeDraft(Metric metric, String name, Charge charge, Facets filters, ChargeTerms terms) {

    static ChargeDraft like(PlanCharge other) {
        return new ChargeDraft(other.metric(), other.name(), other.charge(), other.filters(), other.terms());
    }

    boolean same(PlanCharge other) {
        return metric.id().equals(other.metric().id())
                && name.equals(other.name())
                && charge.equals(other.charge())
                && filters.equals(other.filters());
    }
}
