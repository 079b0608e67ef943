package io.tollgate.billing.entitlement;

import io.tollgate.billing.plan.NewVersionListener;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets the next version of a plan open what the last one did: only its price is another. */
@Component
class NewVersionTerms implements NewVersionListener {

    private final TermRepository terms;

    NewVersionTerms(TermRepository terms) {
        this.terms = terms;
    }

    @Override
    public Mono<Void> versionMade(UUID previousVersionId, UUID versionId) {
        return terms.copy(previousVersionId, versionId);
    }
}
