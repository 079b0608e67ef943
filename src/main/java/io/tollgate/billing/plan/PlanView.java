package io.tollgate.billing.plan;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

/** A plan as clients see it: {@code {id, name, code, price_cents, currency}}. */
public record PlanView(
        UUID id,
        @Schema(example = "Pro") String name,
        @Schema(example = "pro") String code,
        @Schema(example = "1900") long priceCents,
        String currency) {

    public static PlanView of(Plan plan) {
        return new PlanView(
                plan.id(),
                plan.name(),
                plan.code(),
                plan.price().cents(),
                plan.price().currency());
    }
}
