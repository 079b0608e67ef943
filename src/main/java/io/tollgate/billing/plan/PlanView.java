package io.tollgate.billing.plan;

import java.util.UUID;

/** A plan as clients see it: {@code {id, name, code, price_cents, currency}}. */
public record PlanView(UUID id, String name, String code, long priceCents, String currency) {

    public static PlanView of(Plan plan) {
        return new PlanView(
                plan.id(),
                plan.name(),
                plan.code(),
                plan.price().cents(),
                plan.price().currency());
    }
}
